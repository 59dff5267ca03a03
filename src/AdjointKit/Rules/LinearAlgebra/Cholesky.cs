using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// L L^H = A for the Hermitian part of A. With F(M) the lower triangle of M, its diagonal halved: dL = L F(L^-1 dA L^-H);
/// Abar += the Hermitian part of L^-H F(L^H Lbar) L^-1 (Murray 2016).
/// </summary>
internal sealed class Cholesky : Rule
{
    internal static readonly Cholesky Rule = new();

    internal override string Name => "Cholesky factorisation";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        FactorizationShapes.RequireSquare("a Cholesky factorisation", c.X(0).Shape);
        c.Backend.Cholesky(c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        Var factor = c.Output();
        Var change = Solve(factor, MatrixForm.Plain, Solve(factor, MatrixForm.Plain, UntypedOps.HermitianPart(c.Tangent())));
        c.SetTangent(UntypedOps.MatMul(MatrixForm.Plain, factor, MatrixForm.Plain, UntypedOps.HalfTriangle(change, MatrixTriangle.Lower)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var factor = c.Output();
        Var half = UntypedOps.HalfTriangle(UntypedOps.MatMul(MatrixForm.ConjugateTransposed, factor, MatrixForm.Plain, c.Cotangent()), MatrixTriangle.Lower);
        c.Accumulate(0, UntypedOps.HermitianPart(Solve(factor, MatrixForm.ConjugateTransposed, Solve(factor, MatrixForm.ConjugateTransposed, half))));
    }

    /// <summary>(op(L)^-1 M)^H: twice, it is op(L)^-1 M op(L)^-H.</summary>
    private static Var Solve(Var factor, MatrixForm form, Var right) => UntypedOps.Adjoint(UntypedOps.TriangularSolve(factor, MatrixTriangle.Lower, form, right));
}
