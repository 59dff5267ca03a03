using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="DouglasRachford{T}"/> for least squares, whose numbers may be variables: x = prox_{t G}(v), z = prox_{theta F}(2 x - v), v+ = v + a (z - x), with theta = t before anything is learned.
/// G is |A x - b|^2 / 2 with its linear system solved exactly, or, without an A, the second function. The iterate is z.
/// </summary>
/// <param name="a">A.</param>
/// <param name="misfit">Drawn: the misfit belongs to F.</param>
/// <param name="function">F, but for the misfit; null: none.</param>
/// <param name="inverse">(A^H A + r)^-1; null: the misfit belongs to F.</param>
/// <param name="second">G where the misfit belongs to F; null: none.</param>
/// <param name="length">t.</param>
/// <param name="relaxation">a.</param>
internal sealed class DouglasRachfordLayer(SampleOperator a, MisfitForm misfit, FunctionTerm? function, NormalInverse? inverse, FunctionTerm? second, double length, double relaxation)
    : SparseStep(a)
{
    private const int Iterate = 0;
    private const int Carried = 1;
    private const int DataBack = 2;
    private const int System = 3;

    private readonly PrimalProx primal = new(a, misfit, function);

    internal override string Name => DouglasRachford<double>.MethodName;

    internal override int StateCount => inverse is null ? DataBack : System + NormalInverse.StateCount;

    internal override StepStarts Starts => new(Step: _ => length, Threshold: primal.LengthOf(length), Relaxation: relaxation, HasMatrix: false);

    internal override void Begin(Var y, Span<Var> state)
    {
        state[Carried] = state[Iterate];
        if (inverse is null) return;
        state[DataBack] = A.ApplyAdjoint(y);
        inverse.Begin(y.Tape, state[System..]);
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var v = state[Carried];
        Var t = Or(numbers.Step, length, v);
        Var x = inverse is not null ? inverse.Apply(state[DataBack] + (v / t), UntypedOps.Reciprocal(t), state[System..])
            : second is not null ? A.Signals(second.Prox(A.InDomain(v), t))
            : v;
        state[Iterate] = primal.Apply((2 * x) - v, t, y, numbers.Threshold);
        state[Carried] = v + (Or(numbers.Relaxation, relaxation, v) * (state[Iterate] - x));
    }
}
