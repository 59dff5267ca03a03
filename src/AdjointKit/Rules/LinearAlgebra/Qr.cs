using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// A = Q R, thin, for a matrix of full rank that is not wider than high. With F(M) the upper triangle of M, its diagonal halved, Y = dA R^-1 and C = Q^H Y:
/// dR = F(C + C^H) R, dQ = Y - Q F(C + C^H). With N = Rbar R^H - Q^H Qbar: Abar += (Qbar + Q (F(N) + F(N)^H)) R^-H (Walter and Lehmann 2010).
/// </summary>
internal sealed class Qr : Rule
{
    internal static readonly Qr Rule = new();

    internal override string Name => "QR factorisation";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        UntypedArray q = c.NewOutput(a.ElementType, a.Shape);
        UntypedArray r = c.NewOutput(a.ElementType, a.Shape.With(a.Rank - 2, a.Shape[-1]));
        c.Backend.Qr(a, q, r);
    }

    internal override void Tangent(in RuleContext c)
    {
        (Var q, Var r) = (c.Output(0), c.Output(1));
        Var moved = Divide(c.Tangent(), r, MatrixForm.Plain);
        Var inner = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, q, MatrixForm.Plain, moved);
        Var turn = UntypedOps.HalfTriangle(UntypedOps.Add(inner, UntypedOps.Adjoint(inner)), MatrixTriangle.Upper);
        c.SetTangent(0, UntypedOps.Add(moved, UntypedOps.Affine(-1, UntypedOps.MatMul(MatrixForm.Plain, q, MatrixForm.Plain, turn), 0)));
        c.SetTangent(1, UntypedOps.MatMul(MatrixForm.Plain, turn, MatrixForm.Plain, r));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var q, Var r) = (c.Output(0), c.Output(1));
        Var fromR = UntypedOps.MatMul(MatrixForm.Plain, c.Cotangent(1), MatrixForm.ConjugateTransposed, r);
        Var fromQ = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, q, MatrixForm.Plain, c.Cotangent(0));
        Var half = UntypedOps.HalfTriangle(UntypedOps.Add(fromR, UntypedOps.Affine(-1, fromQ, 0)), MatrixTriangle.Upper);
        Var turn = UntypedOps.MatMul(MatrixForm.Plain, q, MatrixForm.Plain, UntypedOps.Add(half, UntypedOps.Adjoint(half)));
        c.Accumulate(0, Divide(UntypedOps.Add(c.Cotangent(0), turn), r, MatrixForm.ConjugateTransposed));
    }

    /// <summary>M op(R)^-1, as the transpose of op(R)^-T M^T.</summary>
    private static Var Divide(Var matrix, Var r, MatrixForm form) =>
        UntypedOps.TransposeMatrix(UntypedOps.TriangularSolve(r, MatrixTriangle.Upper, form ^ MatrixForm.Transposed, UntypedOps.TransposeMatrix(matrix)));
}
