using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of <see cref="Admm{T}"/> for |y - A x|^2 / 2 + f(x) whose numbers may be variables, with the linear system solved exactly (ADMM-Net: Yang, Sun, Li and Xu, "Deep ADMM-Net for compressive
/// sensing MRI", NIPS 2016): x = (A^H A + r)^-1 (A^H y + r (z - u)), k = a x + (1 - a) z, z' = prox_{theta f}(k + u), u' = u + k - z', with theta = 1 / r before anything is learned. The iterate is z.
/// </summary>
internal sealed class AdmmLayer<T>(SampleOperator a, NdArray<T> matrix, ProximalOperator<T> f, double penalty, double relaxation) : SparseStep(a)
    where T : unmanaged
{
    private const int Iterate = 0;
    private const int Dual = 1;
    private const int DataBack = 2;
    private const int Gram = 3;
    private const int Identity = 4;

    internal override string Name => "ADMM";

    internal override int StateCount => 5;

    internal override StepStarts Starts => new(Threshold: 1 / penalty, Penalty: penalty, Relaxation: relaxation, HasMatrix: false);

    /// <summary>Whether the system is solved in the space of the data, which is then the smaller one.</summary>
    private bool IsWide => matrix.Shape[0] < matrix.Shape[1];

    internal override void Begin(Var y, Span<Var> state)
    {
        Tape tape = y.Tape;
        Var stored = tape.Constant(matrix);
        state[Dual] = tape.Zeros(state[Iterate].ElementType, state[Iterate].Shape);
        state[DataBack] = A.ApplyAdjoint(y);
        state[Gram] = IsWide ? UntypedOps.MatMul(MatrixForm.Plain, stored, MatrixForm.ConjugateTransposed, stored) : UntypedOps.MatMul(MatrixForm.ConjugateTransposed, stored, MatrixForm.Plain, stored);
        state[Identity] = UntypedOps.Identity(tape, state[Gram].ElementType, state[Gram].Shape[0]);
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var z = state[Iterate];
        Var u = state[Dual];
        Var r = Or(numbers.Penalty, penalty);
        Var right = state[DataBack] + (r * (z - u));
        Var system = state[Gram] + (r * state[Identity]);

        // (A^H A + r)^-1 = (1 - A^H (A A^H + r)^-1 A) / r.
        Var x = IsWide ? (right - A.ApplyAdjoint(Solve(system, A.Apply(right)))) / r : Solve(system, right);
        Var share = Or(numbers.Relaxation, relaxation);
        Var ahead = u + z + (share * (x - z));

        // A threshold that is not learned goes with the penalty, as the prox of a step does.
        Var threshold = numbers.Threshold.IsNone ? UntypedOps.Reciprocal(r) : numbers.Threshold;
        state[Iterate] = A.Signals(f.Prox(A.InDomain(ahead).As<T>(), threshold));
        state[Dual] = ahead - state[Iterate];

        Var Or(Var learned, double own) => learned.IsNone ? z.Tape.Filled(ElementTypes.RealOf(z.ElementType), default, own) : learned;
    }

    /// <summary>The solution of each sample, a row.</summary>
    private static Var Solve(Var system, Var rows) => UntypedOps.TransposeMatrix(UntypedOps.Solve(MatrixForm.Plain, system, UntypedOps.TransposeMatrix(rows)));
}
