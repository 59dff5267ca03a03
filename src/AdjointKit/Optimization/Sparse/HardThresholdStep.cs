using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Iterative hard thresholding (Blumensath and Davies, Appl. Comput. Harmon. Anal. 27, 2009): x = H_k(x + mu A^H (y - A x)), H_k keeping the k largest magnitudes of each sample. |y - A x| falls in each step
/// for mu at most 1 / |A|^2.
/// </summary>
internal sealed class HardThresholdStep(SampleOperator a, int sparsity, double length) : SparseStep(a)
{
    internal override string Name => "iterative hard thresholding";

    internal override StepStarts Starts => new(Step: _ => length);

    internal override void Begin(Var y, Span<Var> state) => state[0] = Supports.Limited(state[0], sparsity);

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var back = A.Back(numbers.Matrix, A.Misfit(y, state[0]));
        state[0] = Supports.Limited(state[0] + (numbers.Step.IsNone ? length * back : numbers.Step * back), sparsity);
    }

    /// <summary>How far the iterate went, and |y - A x|^2 / 2.</summary>
    internal override (Var Residual, Var Objective) Measure(Var y, Var before, ReadOnlySpan<Var> state) =>
        (base.Measure(y, before, state).Residual, UntypedOps.HalfSquaredNorm(A.Misfit(y, state[0])));
}
