using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>A step of <see cref="FixedPointLinearSolver{T}"/> whose length may be a variable: x' = x + s M (b - A x), with s = 1 before anything is learned.</summary>
internal sealed class FixedPointLayer<T>(SampleOperator a, LinearOperator<T, T>? preconditioner, string name) : SparseStep(a)
    where T : unmanaged
{
    internal override string Name => name;

    internal override StepStarts Starts => new(Step: _ => 1, HasMatrix: false);

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var misfit = A.Misfit(y, state[0]);
        Var move = preconditioner is null ? misfit : A.Signals(Ops.Apply(preconditioner, A.InDomain(misfit).As<T>()));
        state[0] += numbers.Step.IsNone ? move : numbers.Step * move;
    }
}
