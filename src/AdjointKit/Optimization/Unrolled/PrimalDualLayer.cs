using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="PrimalDualSolver{T}"/> for least squares and functions behind operators, whose numbers may be variables (Wang, Fidler and Urtasun, "Proximal deep structured models", NIPS 2016):
/// x' = x + m (x - before), y_i+ = prox_{s (w g_i)*}(y_i + s K_i x'), x+ = prox_{t F}(x - t (W^H (A x - b) + sum_i K_i^H y_i+)), with w = 1, W = A, and of the others what the solver has in that step before anything is learned.
/// </summary>
/// <param name="a">A.</param>
/// <param name="misfit">How the misfit is taken.</param>
/// <param name="function">F; null: none.</param>
/// <param name="terms">The g_i behind K_i.</param>
/// <param name="lengths">t and s of each step, and m after it.</param>
/// <param name="name">The name of the method.</param>
internal sealed class PrimalDualLayer(SampleOperator a, MisfitForm misfit, FunctionTerm? function, FunctionTerm[] terms, (double Primal, double Dual, double Momentum)[] lengths, string name)
    : SplitLayer(a, misfit, function, terms, name)
{
    private const int Iterate = 0;
    private const int Before = 1;
    private const int Duals = 2;

    internal override int StateCount => Duals + DualCount;

    internal override StepStarts Starts => StartsOf(k => lengths[k].Primal, k => lengths[k].Dual, k => lengths[k - 1].Momentum);

    internal override void Begin(Var y, Span<Var> state)
    {
        state[Before] = state[Iterate];
        BeginDuals(y, state[Duals..]);
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var x = state[Iterate];
        Var t = Or(numbers.Step, lengths[0].Primal, x);
        Var ahead = numbers.Momentum.IsNone ? x : x + (numbers.Momentum * (x - state[Before]));
        MoveDuals(numbers, Or(numbers.DualStep, lengths[0].Dual, x), ahead, y, state[Duals..]);
        Var back = Back(numbers, x, y, state[Duals..]);
        state[Iterate] = Primal.Apply(back.IsNone ? x : x - (t * back), t, y);
        state[Before] = x;
    }
}
