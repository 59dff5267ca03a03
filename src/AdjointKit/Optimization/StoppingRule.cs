using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>When an iteration has done enough: its residual is at most the larger of a relative and an absolute limit, or it has run for so long.</summary>
public sealed record StoppingRule
{
    /// <summary>The limit of the residual relative to the scale of the problem (of a linear system |b|, of a fixed point |f(x)|); null: 1e-10 in double, 1e-5 in single precision.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>The limit of the residual itself.</summary>
    public double AbsoluteTolerance { get; init; }

    /// <summary>The largest number of iterations.</summary>
    public int IterationLimit { get; init; } = 10_000;

    /// <summary>The limit of the residual for a problem of a given scale.</summary>
    internal double Target(double scale, ElementType type) => Math.Max((RelativeTolerance ?? (Precision.IsSingle(type) ? 1e-5 : 1e-10)) * scale, AbsoluteTolerance);
}
