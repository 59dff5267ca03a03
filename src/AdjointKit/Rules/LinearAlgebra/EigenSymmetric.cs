using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// A = V diag(w) V^H for the Hermitian part of A. With P = V^H dA V and F_ij = 1 / (w_j - w_i), 0 where they are equal: dw = the diagonal of P, dV = V (F o P);
/// Abar += V (diag(wbar) + F o (M - M^H) / 2) V^H with M = V^H Vbar (Giles 2008).
/// </summary>
/// <remarks>
/// Equal eigenvalues: their vectors are any basis of a space, and a loss that sees them through that space only has M - M^H = 0 there, so that what F is does not matter.
/// What a loss does with a value and its own vector, w_k v_k v_k^H, is not seen between the vectors of equal values: there the split between the values is lost.
/// </remarks>
internal sealed class EigenSymmetric : Rule
{
    internal static readonly EigenSymmetric Rule = new();

    internal override string Name => "eigendecomposition";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        FactorizationShapes.RequireSquare("an eigendecomposition", a.Shape);
        UntypedArray values = c.NewOutput(ElementTypes.RealOf(a.ElementType), a.Shape.Without(a.Rank - 1));
        UntypedArray vectors = c.NewOutput(a.ElementType, a.Shape);
        c.Backend.EigenSymmetric(a, values, vectors);
    }

    internal override void Tangent(in RuleContext c)
    {
        (Var values, Var vectors) = (c.Output(0), c.Output(1));
        Var moved = UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.HermitianPart(c.Tangent()), MatrixForm.Plain, vectors);
        Var inner = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, vectors, MatrixForm.Plain, moved);
        c.SetTangent(0, UntypedOps.Real(UntypedOps.Diagonal(inner)));
        c.SetTangent(1, UntypedOps.MatMul(MatrixForm.Plain, vectors, MatrixForm.Plain, UntypedOps.Push(inner, UntypedOps.InverseDifferences(values, values))));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var values, Var vectors) = (c.Output(0), c.Output(1));
        Var inner = UntypedOps.DiagonalMatrix(c.Cotangent(0));
        if (!c.Cotangent(1).IsNone)
        {
            Var turn = UntypedOps.AntiHermitianPart(UntypedOps.MatMul(MatrixForm.ConjugateTransposed, vectors, MatrixForm.Plain, c.Cotangent(1)));
            inner = UntypedOps.Add(inner, UntypedOps.Push(turn, UntypedOps.InverseDifferences(values, values)));
        }

        c.Accumulate(0, UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.MatMul(MatrixForm.Plain, vectors, MatrixForm.Plain, inner), MatrixForm.ConjugateTransposed, vectors));
    }
}
