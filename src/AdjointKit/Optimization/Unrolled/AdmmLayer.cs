using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="Admm{T}"/> for least squares whose numbers may be variables, with the linear system solved exactly (ADMM-Net: Yang, Sun, Li and Xu, "Deep ADMM-Net for compressive
/// sensing MRI", NIPS 2016): x = (A^H A + r sum_i K_i^H K_i)^-1 (A^H y + r sum_i K_i^H (z_i - u_i)), k_i = a K_i x + (1 - a) z_i, z_i' = prox_{theta g_i}(k_i + u_i), u_i' = u_i + k_i - z_i', with
/// theta = 1 / r before anything is learned.
/// </summary>
/// <param name="a">A.</param>
/// <param name="inverse">(A^H A + r)^-1.</param>
/// <param name="terms">The g_i behind K_i.</param>
/// <param name="scale">sum_i K_i^H K_i, a multiple of the identity.</param>
/// <param name="shown">Whose z_i is the iterate; -1: x is.</param>
/// <param name="penalty">r.</param>
/// <param name="relaxation">a.</param>
internal sealed class AdmmLayer(SampleOperator a, NormalInverse inverse, FunctionTerm[] terms, double scale, int shown, double penalty, double relaxation) : SparseStep(a)
{
    private const int Iterate = 0;
    private const int DataBack = 1;
    private const int System = 2;
    private const int Copies = System + NormalInverse.StateCount;

    internal override string Name => Admm<double>.MethodName;

    internal override int StateCount => Copies + (2 * terms.Length);

    internal override StepStarts Starts => new(Threshold: 1 / penalty, Penalty: penalty, Relaxation: relaxation, HasMatrix: false);

    internal override void Begin(Var y, Span<Var> state)
    {
        state[DataBack] = A.ApplyAdjoint(y);
        inverse.Begin(y.Tape, state[System..]);
        for (int i = 0; i < terms.Length; i++)
        {
            state[Copies + i] = terms[i].Forward.Apply(A.InDomain(state[Iterate]));
            state[Copies + terms.Length + i] = y.Tape.Zeros(terms[i].Type, terms[i].Range);
        }
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Span<Var> z = state.Slice(Copies, terms.Length);
        Span<Var> u = state[(Copies + terms.Length)..];
        Var r = Or(numbers.Penalty, penalty, state[Iterate]);
        Var share = Or(numbers.Relaxation, relaxation, state[Iterate]);
        Var right = state[DataBack];
        for (int i = 0; i < terms.Length; i++) right += r * A.Signals(terms[i].Back.Apply(z[i] - u[i]));
        Var x = inverse.Apply(right, scale == 1 ? r : scale * r, state[System..]);

        // A threshold that is not learned goes with the penalty, as the prox of a step does.
        Var threshold = numbers.Threshold.IsNone ? UntypedOps.Reciprocal(r) : numbers.Threshold;
        for (int i = 0; i < terms.Length; i++)
        {
            Var ahead = u[i] + z[i] + (share * (terms[i].Forward.Apply(A.InDomain(x)) - z[i]));
            z[i] = terms[i].Prox(ahead, threshold);
            u[i] = ahead - z[i];
        }

        state[Iterate] = shown < 0 ? x : A.Signals(z[shown]);
    }
}
