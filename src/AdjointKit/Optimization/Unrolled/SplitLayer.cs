using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// What steps with dual variables for least squares and functions behind operators have in common: y_i+ = prox_{s (w g_i)*}(y_i + s K_i x), and what they take back to x. Where the misfit is not taken by
/// its gradient it has a dual variable too, the last one, or, without an A, is drawn towards b before F.
/// </summary>
/// <param name="a">A.</param>
/// <param name="misfit">How the misfit is taken.</param>
/// <param name="function">F; null: none.</param>
/// <param name="terms">The g_i behind K_i.</param>
/// <param name="name">The name of the method.</param>
internal abstract class SplitLayer(SampleOperator a, MisfitForm misfit, FunctionTerm? function, FunctionTerm[] terms, string name) : SparseStep(a)
{
    internal override string Name => name;

    /// <summary>prox of F.</summary>
    private protected PrimalProx Primal { get; } = new(a, misfit, function);

    /// <summary>How many dual variables there are.</summary>
    private protected int DualCount => terms.Length + (misfit == MisfitForm.Dual ? 1 : 0);

    /// <summary>What the numbers are before anything is learned: where there are no dual variables, there are none of theirs.</summary>
    private protected StepStarts StartsOf(Func<int, double> step, Func<int, double> dualStep, Func<int, double> momentum) => new(
        Step: step,
        Momentum: DualCount > 0 ? momentum : null,
        DualStep: DualCount > 0 ? dualStep : null,
        Weight: terms.Length > 0 ? 1 : null,
        HasMatrix: misfit != MisfitForm.Drawn);

    private protected void BeginDuals(Var y, Span<Var> duals)
    {
        for (int i = 0; i < terms.Length; i++) duals[i] = y.Tape.Zeros(terms[i].Type, terms[i].Range);
        if (misfit == MisfitForm.Dual) duals[^1] = y.Tape.Zeros(y.ElementType, y.Shape);
    }

    private protected void MoveDuals(in StepNumbers numbers, Var s, Var x, Var y, Span<Var> duals)
    {
        for (int i = 0; i < terms.Length; i++)
        {
            Var point = duals[i] + (s * terms[i].Forward.Apply(A.InDomain(x)));

            // With a weight by Moreau's identity, which holds for a weight of 0, too.
            duals[i] = numbers.Weight.IsNone ? terms[i].ConjugateProx(point, s) : point - (s * terms[i].Prox(point / s, numbers.Weight / s));
        }

        if (misfit == MisfitForm.Dual) duals[^1] = (duals[^1] - (s * A.Misfit(y, x))) / UntypedOps.Affine(1, s, 1);
    }

    /// <summary>sum_i K_i^H y_i, with W^H (A x - b) or W^H of the misfit's dual variable; none where there is nothing to add.</summary>
    private protected Var Back(in StepNumbers numbers, Var x, Var y, ReadOnlySpan<Var> duals)
    {
        Var back = misfit == MisfitForm.Gradient ? -A.Back(numbers.Matrix, A.Misfit(y, x)) : default;
        for (int i = 0; i < terms.Length; i++) Add(A.Signals(terms[i].Back.Apply(duals[i])));
        if (misfit == MisfitForm.Dual) Add(A.Back(numbers.Matrix, duals[^1]));
        return back;

        void Add(Var part) => back = back.IsNone ? part : back + part;
    }
}
