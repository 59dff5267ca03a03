namespace AdjointKit.Optimization;

/// <summary>How a sparse signal is recovered from data.</summary>
public enum SparseMethod
{
    /// <summary>Proximal gradient steps for |y - A x|^2 / 2 + lambda |x|_1, lambda being <see cref="SparseOptions.Weight"/>.</summary>
    Ista,

    /// <summary>The same with momentum.</summary>
    Fista,

    /// <summary>The alternating direction method of multipliers for the same, <see cref="Admm{T}"/>.</summary>
    Admm,

    /// <summary>Approximate message passing, for operators of random elements and columns of about unit norm; it finds its thresholds itself.</summary>
    Amp,

    /// <summary>Vector approximate message passing, for a matrix with singular values of any kind and noise of a known variance, <see cref="SparseOptions.NoiseVariance"/>.</summary>
    Vamp,

    /// <summary>One column of a matrix more in each step, and least squares on those there are, until there are <see cref="SparseOptions.Sparsity"/> or the data are met.</summary>
    OrthogonalMatchingPursuit,

    /// <summary>Many columns of a matrix more in each step, of which <see cref="SparseOptions.Sparsity"/> stay.</summary>
    CoSaMp,

    /// <summary>Gradient steps after each of which the <see cref="SparseOptions.Sparsity"/> largest elements stay.</summary>
    IterativeHardThresholding,

    /// <summary>The same with a step length that each sample finds itself, for operators of any norm.</summary>
    NormalizedIterativeHardThresholding,

    /// <summary>Least squares for |y - A x|^2 / 2 + lambda |x|_1 with weights that follow the iterate.</summary>
    IterativelyReweightedLeastSquares,

    /// <summary>Sweeps over the elements for |y - A x|^2 / 2 + lambda |x|_1 with a matrix, each element going to its best value.</summary>
    CoordinateDescent,
}
