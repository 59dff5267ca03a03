using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>(A^H A + r)^-1, exact, for an r that may be a variable: in closed form where A^H A is a multiple of the identity on what it does not take to 0, else with the matrix of A, in the smaller space.</summary>
internal sealed class NormalInverse
{
    /// <summary>How many variables are kept for all steps.</summary>
    internal const int StateCount = 2;

    private const int Gram = 0;
    private const int Identity = 1;

    private readonly SampleOperator a;
    private readonly UntypedArray matrix;
    private readonly double? scale;
    private readonly double? frameScale;

    private NormalInverse(SampleOperator a, UntypedArray matrix, double? scale, double? frameScale) => (this.a, this.matrix, this.scale, this.frameScale) = (a, matrix, scale, frameScale);

    private bool HasMatrix => scale is null && frameScale is null;

    /// <summary>Whether the system is solved in the space of the data, which is then the smaller one.</summary>
    private bool IsWide => matrix.Shape[0] < matrix.Shape[1];

    /// <summary>Looks how it is solved.</summary>
    /// <param name="a">A.</param>
    /// <param name="samples">A for samples.</param>
    /// <param name="system">A solver's system with A.</param>
    /// <param name="method">The method that asks, for messages.</param>
    internal static NormalInverse Of<TIn, TOut>(LinearOperator<TIn, TOut> a, SampleOperator samples, NormalSystem<TIn> system, string method)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (system.MisfitScale is not null || system.MisfitFrameScale is not null) return new NormalInverse(samples, default, system.MisfitScale, system.MisfitFrameScale);
        return (object)a is MatrixOperator<TIn> dense
            ? new NormalInverse(samples, dense.Matrix, null, null)
            : throw new ArgumentException($"a layer of {method} solves a linear system exactly, and {a.Name} is neither a MatrixOperator nor a tight frame: unroll a method with products only, or differentiate the steps of this one by {nameof(Minimizer)}.{nameof(Minimizer.Unroll)}");
    }

    /// <summary>Makes what all steps share.</summary>
    internal void Begin(Tape tape, Span<Var> state)
    {
        if (!HasMatrix) return;
        Var stored = tape.Constant(matrix);
        state[Gram] = IsWide ? UntypedOps.MatMul(MatrixForm.Plain, stored, MatrixForm.ConjugateTransposed, stored) : UntypedOps.MatMul(MatrixForm.ConjugateTransposed, stored, MatrixForm.Plain, stored);
        state[Identity] = UntypedOps.Identity(tape, state[Gram].ElementType, state[Gram].Shape[0]);
    }

    /// <summary>(A^H A + r)^-1 of each sample.</summary>
    internal Var Apply(Var right, Var r, ReadOnlySpan<Var> state)
    {
        if (scale is double multiple) return right / UntypedOps.Affine(1, r, multiple);

        // (A^H A + r)^-1 = (1 - A^H (A A^H + r)^-1 A) / r, where A A^H is a multiple of the identity on what A reaches, and where it is a matrix.
        if (frameScale is double frame) return (right - (a.ApplyAdjoint(a.Apply(right)) / UntypedOps.Affine(1, r, frame))) / r;
        Var system = state[Gram] + (r * state[Identity]);
        return IsWide ? (right - a.ApplyAdjoint(Solve(system, a.Apply(right)))) / r : Solve(system, right);
    }

    /// <summary>The solution of each sample, a row.</summary>
    private static Var Solve(Var system, Var rows) => UntypedOps.TransposeMatrix(UntypedOps.Solve(MatrixForm.Plain, system, UntypedOps.TransposeMatrix(rows)));
}
