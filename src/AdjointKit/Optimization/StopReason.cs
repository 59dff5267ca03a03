namespace AdjointKit.Optimization;

/// <summary>Why an iteration ended.</summary>
public enum StopReason
{
    /// <summary>What was asked for is reached: the residual is within the limit, or of least squares that of the minimum.</summary>
    Converged,

    /// <summary>The limit of iterations was reached first.</summary>
    IterationLimit,

    /// <summary>The residual falls no further: rounding, or a method that makes no headway on this problem.</summary>
    Stagnated,

    /// <summary>The problem is not of the kind that the method needs: singular, or for conjugate gradients not positive definite.</summary>
    Breakdown,

    /// <summary>The estimate of the condition number has passed its limit: rounding takes over, and further steps would only amplify noise.</summary>
    IllConditioned,

    /// <summary>A value is infinite or not a number.</summary>
    NotFinite,
}
