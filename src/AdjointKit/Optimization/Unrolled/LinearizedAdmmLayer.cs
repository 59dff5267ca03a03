using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="LinearizedAdmm{T}"/> for least squares and functions behind operators, whose numbers may be variables. With the dual variables y_i = s u_i it is the step of PDHG that looks ahead in
/// them: x+ = prox_{t F}(x - t sum_i K_i^H (y_i + m (y_i - before))), y_i+ = prox_{s (w g_i)*}(y_i + s K_i x+), with m = w = 1, and W = A where the misfit has a dual variable, before anything is learned.
/// </summary>
/// <param name="a">A.</param>
/// <param name="misfit">How the misfit is taken.</param>
/// <param name="function">F; null: none.</param>
/// <param name="terms">The g_i behind K_i.</param>
/// <param name="lengths">t and s.</param>
internal sealed class LinearizedAdmmLayer(SampleOperator a, MisfitForm misfit, FunctionTerm? function, FunctionTerm[] terms, (double Primal, double Dual) lengths)
    : SplitLayer(a, misfit, function, terms, LinearizedAdmm<double>.MethodName)
{
    private const int Iterate = 0;
    private const int Duals = 1;

    internal override int StateCount => Duals + (2 * DualCount);

    internal override StepStarts Starts => StartsOf(_ => lengths.Primal, _ => lengths.Dual, _ => 1);

    internal override void Begin(Var y, Span<Var> state)
    {
        BeginDuals(y, state.Slice(Duals, DualCount));
        BeginDuals(y, state.Slice(Duals + DualCount, DualCount));
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var x = state[Iterate];
        Span<Var> duals = state.Slice(Duals, DualCount);
        Span<Var> before = state.Slice(Duals + DualCount, DualCount);

        // What was before is needed only here: it becomes what lies ahead.
        for (int i = 0; i < DualCount; i++) before[i] = numbers.Momentum.IsNone ? duals[i] : duals[i] + (numbers.Momentum * (duals[i] - before[i]));
        Var back = Back(numbers, x, y, before);
        duals.CopyTo(before);
        Var t = Or(numbers.Step, lengths.Primal, x);
        state[Iterate] = Primal.Apply(back.IsNone ? x : x - (t * back), t, y);
        MoveDuals(numbers, Or(numbers.DualStep, lengths.Dual, x), state[Iterate], y, duals);
    }
}
