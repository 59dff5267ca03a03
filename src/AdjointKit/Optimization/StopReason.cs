namespace AdjointKit.Optimization;

/// <summary>Why an iteration ended.</summary>
public enum StopReason
{
    /// <summary>The residual is within the limit.</summary>
    Converged,

    /// <summary>The limit of iterations was reached first.</summary>
    IterationLimit,

    /// <summary>The residual falls no further: rounding, or a method that makes no headway on this problem.</summary>
    Stagnated,

    /// <summary>The problem is not of the kind that the method needs: singular, or for conjugate gradients not positive definite.</summary>
    Breakdown,

    /// <summary>A value is infinite or not a number.</summary>
    NotFinite,
}
