using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="PrimalDualSolver{T}"/> for least squares and functions behind operators, whose numbers may be variables (Wang, Fidler and Urtasun, "Proximal deep structured models", NIPS 2016):
/// x' = x + m (x - before), y_i+ = prox_{s (w g_i)*}(y_i + s K_i x'), x+ = prox_{t F}(x - t (W^H (A x - b) + sum_i K_i^H y_i+)), with w = 1, W = A, and of the others what the solver has in that step before anything is learned. Where the misfit is not
/// taken by its gradient it has a dual variable too, or, without an A, is drawn towards b before F.
/// </summary>
/// <param name="a">A.</param>
/// <param name="misfit">How the misfit is taken.</param>
/// <param name="function">F; null: none.</param>
/// <param name="terms">The g_i behind K_i.</param>
/// <param name="lengths">t and s of each step, and m after it.</param>
/// <param name="name">The name of the method.</param>
internal sealed class PrimalDualLayer(SampleOperator a, MisfitForm misfit, FunctionTerm? function, FunctionTerm[] terms, (double Primal, double Dual, double Momentum)[] lengths, string name) : SparseStep(a)
{
    private const int Iterate = 0;
    private const int Before = 1;
    private const int Duals = 2;

    internal override string Name => name;

    internal override int StateCount => Duals + terms.Length + (misfit == MisfitForm.Dual ? 1 : 0);

    internal override StepStarts Starts => new(
        Step: k => lengths[k].Primal,
        Momentum: HasDuals ? k => lengths[k - 1].Momentum : null,
        DualStep: HasDuals ? k => lengths[k].Dual : null,
        Weight: terms.Length > 0 ? 1 : null,
        HasMatrix: misfit != MisfitForm.Drawn);

    /// <summary>Whether there are dual variables, for which a step is taken and looks ahead.</summary>
    private bool HasDuals => StateCount > Duals;

    /// <summary>Where the dual variable of the misfit lies.</summary>
    private int MisfitDual => Duals + terms.Length;

    internal override void Begin(Var y, Span<Var> state)
    {
        state[Before] = state[Iterate];
        for (int i = 0; i < terms.Length; i++) state[Duals + i] = y.Tape.Zeros(terms[i].Type, terms[i].Range);
        if (misfit == MisfitForm.Dual) state[MisfitDual] = y.Tape.Zeros(y.ElementType, y.Shape);
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var x = state[Iterate];
        Var s = Or(numbers.DualStep, lengths[0].Dual);
        Var t = Or(numbers.Step, lengths[0].Primal);
        Var ahead = numbers.Momentum.IsNone ? x : x + (numbers.Momentum * (x - state[Before]));
        Var back = misfit == MisfitForm.Gradient ? -A.Back(numbers.Matrix, A.Misfit(y, x)) : default;
        for (int i = 0; i < terms.Length; i++)
        {
            Var point = state[Duals + i] + (s * terms[i].Forward.Apply(A.InDomain(ahead)));

            // With a weight by Moreau's identity, which holds for a weight of 0, too.
            state[Duals + i] = numbers.Weight.IsNone ? terms[i].ConjugateProx(point, s) : point - (s * terms[i].Prox(point / s, numbers.Weight / s));
            Add(A.Signals(terms[i].Back.Apply(state[Duals + i])));
        }

        if (misfit == MisfitForm.Dual)
        {
            state[MisfitDual] = (state[MisfitDual] - (s * A.Misfit(y, ahead))) / UntypedOps.Affine(1, s, 1);
            Add(A.Back(numbers.Matrix, state[MisfitDual]));
        }

        Var next = back.IsNone ? x : x - (t * back);
        Var length = t;
        if (misfit == MisfitForm.Drawn)
        {
            // prox_t of |x - b|^2 / 2 + F is that of the first, and then of F with a shorter step.
            Var growth = UntypedOps.Affine(1, t, 1);
            next = (next + (t * y)) / growth;
            length = t / growth;
        }

        state[Iterate] = function is null ? next : A.Signals(function.Prox(A.InDomain(next), length));
        state[Before] = x;

        Var Or(Var learned, double own) => learned.IsNone ? y.Tape.Filled(ElementTypes.RealOf(x.ElementType), default, own) : learned;

        void Add(Var part) => back = back.IsNone ? part : back + part;
    }
}
