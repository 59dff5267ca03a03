namespace AdjointKit.Optimization;

/// <summary>How a sparse signal is recovered from data.</summary>
public enum SparseMethod
{
    /// <summary>Proximal gradient steps for |y - A x|^2 / 2 + lambda |x|_1, lambda being <see cref="SparseOptions.Weight"/>.</summary>
    Ista,

    /// <summary>The same with momentum.</summary>
    Fista,

    /// <summary>Approximate message passing, for operators of random elements and columns of about unit norm; it finds its thresholds itself.</summary>
    Amp,
}
