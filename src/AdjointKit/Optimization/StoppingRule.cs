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
    internal double Target(double scale, ElementType type) => Math.Max((RelativeTolerance ?? Precision.Tolerance(type)) * scale, AbsoluteTolerance);

    /// <summary>This rule, if its limits are limits.</summary>
    internal StoppingRule Valid()
    {
        if (RelativeTolerance is double relative && !(relative >= 0)) throw new ArgumentException($"a relative tolerance is 0 or more, not {relative}");
        if (!(AbsoluteTolerance >= 0)) throw new ArgumentException($"an absolute tolerance is 0 or more, not {AbsoluteTolerance}");
        return IterationLimit >= 0 ? this : throw new ArgumentException($"a limit of iterations is 0 or more, not {IterationLimit}");
    }
}
