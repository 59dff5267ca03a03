using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// What the methods for |y - A x|^2 / 2 + lambda |x|_1 have in common: the residual is the duality gap. The misfit r, scaled by s = min(1, lambda / max |A^H r|), is a point of the dual problem, so that
/// F - F* is at most (1 - s)^2 |r|^2 / 2 + lambda |x|_1 - s Re (A^H r, x), summed over the samples; a relative tolerance is relative to |y|^2 / 2, the objective at 0.
/// </summary>
internal abstract class WeightedStep(SampleOperator a, double weight) : SparseStep(a)
{
    private protected double Weight { get; } = weight;

    internal override Var Scale(Var y) => UntypedOps.HalfSquaredNorm(y);

    internal override (Var Residual, Var Objective) Measure(Var y, Var before, ReadOnlySpan<Var> state)
    {
        Var x = state[0];
        Var misfit = A.Misfit(y, x);
        Var slope = A.ApplyAdjoint(misfit);
        Var size = UntypedOps.Largest(UntypedOps.Abs(slope), A.PerSample);
        Var lambda = UntypedOps.ConstantLike(size, Weight);
        Var scale = lambda / UntypedOps.Maximum(size, lambda);
        Var squared = 0.5 * A.Sum(UntypedOps.AbsSquared(misfit));
        Var penalty = Weight * A.Sum(UntypedOps.Abs(x));
        Var product = A.Sum(UntypedOps.Real(UntypedOps.Conjugate(slope) * x));
        Var gap = (squared * UntypedOps.Square(UntypedOps.Affine(-1, scale, 1))) + penalty - (scale * product);

        // Rounding takes the gap of a minimum a little below 0.
        return (UntypedOps.SumTo(UntypedOps.Abs(gap), default), UntypedOps.SumTo(squared + penalty, default));
    }
}
