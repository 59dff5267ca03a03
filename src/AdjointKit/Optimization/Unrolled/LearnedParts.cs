namespace AdjointKit.Optimization;

/// <summary>Whether a part of a solver is learned when its steps are unrolled, and by whom it is shared.</summary>
public enum LearnedScope
{
    /// <summary>It stays what it is.</summary>
    Fixed,

    /// <summary>It is learned, the same in all layers.</summary>
    Shared,

    /// <summary>It is learned, in each layer by itself.</summary>
    PerLayer,
}

/// <summary>What of a solver is learned when its steps are unrolled. Each part starts at what the solver uses, so that nothing is changed by learning it until it is trained.</summary>
public sealed record LearnedParts
{
    /// <summary>
    /// The length of a step: of ISTA, FISTA, a proximal gradient, PDHG, the Condat-Vu method, linearised ADMM, Douglas-Rachford, iterative hard thresholding, and of the fixed-point iteration for a linear system, where it is 1 at first. As long as the threshold is
    /// not learned, it goes with the step.
    /// </summary>
    public LearnedScope Step { get; init; }

    /// <summary>How strong the threshold is, or whatever the proximal operator does: the length that it takes (of ADMM 1 / penalty at first, of Douglas-Rachford that of F), or, of AMP and VAMP, a factor of the deviation of the noise, 1 at first.</summary>
    public LearnedScope Threshold { get; init; }

    /// <summary>How far ahead of the iterate a step starts, in units of the way that the iterate came: of ISTA, where it is 0 at first, of PDHG and the Condat-Vu method, where it is 1, and FISTA, where it is another one in each layer; of linearised ADMM, where it is 1, how far ahead of the dual variables. The first layer has none.</summary>
    public LearnedScope Momentum { get; init; }

    /// <summary>The penalty r of ADMM, <see cref="SparseOptions.Penalty"/> or <see cref="CompositeOptions.DualStep"/> at first. As long as the threshold is not learned, it goes with the penalty.</summary>
    public LearnedScope Penalty { get; init; }

    /// <summary>The relaxation of ADMM and Douglas-Rachford, <see cref="CompositeOptions.Relaxation"/> at first: above 1 a step goes beyond the solution of its linear system.</summary>
    public LearnedScope Relaxation { get; init; }

    /// <summary>The length s of a step in the dual variables of PDHG, the Condat-Vu method and linearised ADMM; the length t in x is <see cref="Step"/>.</summary>
    public LearnedScope DualStep { get; init; }

    /// <summary>A factor of the functions behind operators, of PDHG, the Condat-Vu method and linearised ADMM, 1 at first, not negative: with total variation, how much is smoothed.</summary>
    public LearnedScope Weight { get; init; }

    /// <summary>The matrix whose adjoint takes the misfit back to the signals, which is that of the operator at first; A itself stays in the misfit. For an operator that is a <see cref="Operators.MatrixOperator{T}"/>.</summary>
    public LearnedScope Matrix { get; init; }
}
