using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Normalised iterative hard thresholding (Blumensath and Davies, IEEE J. Sel. Top. Signal Process. 4, 2010): the step length of each sample is that of steepest descent on its support, |g|^2 / |A g|^2, and is
/// shortened where the support changes until mu is at most (1 - c) |dx|^2 / |A dx|^2, so that |y - A x| falls whatever the norm of A.
/// </summary>
internal sealed class NormalizedHardThresholdStep(SampleOperator a, int sparsity) : SparseStep(a)
{
    private const double Margin = 0.01;
    private const double Shortening = 1 / (2 * (1 - Margin));
    private const int MostShortenings = 60;

    internal override string Name => "normalised iterative hard thresholding";

    internal override void Begin(Var y, Span<Var> state) => state[0] = Supports.Limited(state[0], sparsity);

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var x = state[0];
        Var gradient = A.ApplyAdjoint(A.Misfit(y, x));
        Var support = Supports.Of(x);
        Var isEmpty = UntypedOps.Equal(A.Sum(support), UntypedOps.ConstantLike(support, 0));
        support = UntypedOps.Where(isEmpty, Supports.Of(Supports.Limited(gradient, sparsity)), support);
        Var length = Quotient(gradient * support);
        Var next = Supports.Limited(x + (gradient * length), sparsity);
        for (int k = 0; k < MostShortenings; k++)
        {
            Var isOther = A.Sum(UntypedOps.NotEqual(Supports.Of(next), support));
            Var isTooLong = UntypedOps.Greater(length, (1 - Margin) * Quotient(next - x)) * isOther;
            if (y.Tape.Compute.Backend.MaxAbs(isTooLong.Value) == 0) break;
            length = UntypedOps.Where(isTooLong, Shortening * length, length);
            next = Supports.Limited(x + (gradient * length), sparsity);
        }

        state[0] = next;
    }

    /// <summary>How far the iterate went, and |y - A x|^2 / 2.</summary>
    internal override (Var Residual, Var Objective) Measure(Var y, Var before, ReadOnlySpan<Var> state) =>
        (base.Measure(y, before, state).Residual, UntypedOps.HalfSquaredNorm(A.Misfit(y, state[0])));

    /// <summary>|x|^2 / |A x|^2 of each sample; 0 for 0.</summary>
    private Var Quotient(Var x) => A.Sum(UntypedOps.AbsSquared(x)) / Supports.Divisor(A.Sum(UntypedOps.AbsSquared(A.Apply(x))));
}
