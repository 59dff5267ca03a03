using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="ProximalGradient{TIn, TOut}"/>, or of <see cref="ForwardBackward{T}"/> for least squares, whose numbers may be variables: z = x + beta (x - before), x' = prox_{theta f}(z + s W^H (y - A z)), with W = A and theta = s before anything is
/// learned.
/// </summary>
internal sealed class ForwardBackwardLayer(SampleOperator a, FunctionTerm? f, double length, string name, Func<int, double> momentum) : SparseStep(a)
{
    internal override string Name => name;

    internal override int StateCount => 2;

    internal override StepStarts Starts => new(Step: _ => length, Threshold: f is null ? null : length, Momentum: momentum);

    internal override void Begin(Var y, Span<Var> state) => state[1] = state[0];

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var x = state[0];
        Var z = numbers.Momentum.IsNone ? x : x + (numbers.Momentum * (x - state[1]));
        Var step = Or(numbers.Step, length, x);
        Var point = z + (step * A.Back(numbers.Matrix, A.Misfit(y, z)));

        // A threshold that is not learned goes with the step, as the prox of a step does.
        Var threshold = numbers.Threshold.IsNone ? step : numbers.Threshold;
        (state[0], state[1]) = (f is null ? point : A.Signals(f.Prox(A.InDomain(point), threshold)), x);
    }
}
