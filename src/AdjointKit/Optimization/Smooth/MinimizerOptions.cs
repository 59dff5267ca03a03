using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>
/// How a smooth function is made smallest. The residual is the largest magnitude in the gradient, with bounds in the projected gradient x - P(x - g); its relative limit is a multiple
/// of that at the first iterate.
/// </summary>
public sealed record MinimizerOptions : SolverOptions
{
    /// <summary>The method, where the caller does not name one.</summary>
    public MinimizationMethod Method { get; init; }

    /// <summary>The number of pairs of steps and changes of the gradient that the limited-memory methods keep.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>The smallest allowed x, of its type and shape; elements may be minus infinity. Null: none.</summary>
    public UntypedArray? LowerBounds { get; init; }

    /// <summary>The largest allowed x, of its type and shape; elements may be infinity. Null: none.</summary>
    public UntypedArray? UpperBounds { get; init; }

    /// <summary>A step that makes the value smaller by no more than this, relative to the value, ends the iteration as converged; 0: only the gradient counts.</summary>
    public double ObjectiveTolerance { get; init; }

    /// <summary>The line search asks for f(x + t d) at most f(x) + this t (g, d).</summary>
    public double SufficientDecrease { get; init; } = 1e-3;

    /// <summary>The line search asks for a slope at x + t d of at most this times that at x, in magnitude; null: 0.9, and 0.1 for conjugate gradients and gradient descent.</summary>
    public double? Curvature { get; init; }

    /// <summary>The rule, the learning rate, the clipping and the averaging of <see cref="MinimizationMethod.FirstOrder"/>; null: Adam at 1e-3.</summary>
    public OptimizerOptions? FirstOrder { get; init; }

    /// <summary>These options, if their limits are limits.</summary>
    internal MinimizerOptions Valid()
    {
        if (Memory < 1) throw new ArgumentException($"a memory holds 1 pair or more, not {Memory}");
        if (!(ObjectiveTolerance >= 0)) throw new ArgumentException($"an objective tolerance is 0 or more, not {ObjectiveTolerance}");
        double curvature = Curvature ?? 0.1;
        return SufficientDecrease > 0 && SufficientDecrease < curvature && curvature < 1 ? this
            : throw new ArgumentException($"a line search needs 0 < sufficient decrease < curvature < 1, not {SufficientDecrease} and {curvature}");
    }
}
