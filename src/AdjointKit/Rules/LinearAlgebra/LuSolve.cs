using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// op(A) X = B, with inputs A, its factors and B; dX = op(A)^-1 (dB - op(dA) X); Bbar += G = op(A)^-H Xbar, Abar -= G X^H, turned back. The sweeps solve with the same factors.
/// </summary>
internal sealed class LuSolve : Rule
{
    internal static readonly LuSolve Rule = new();

    internal override string Name => "linear solve";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray b = c.X(2);
        UntypedArray x = c.NewOutput(b.ElementType, FactorizationShapes.SolutionOf("a linear solve", c.X(0).Shape, b.Shape));
        c.Backend.LuSolve(c.Attributes.FormA, c.X(1), b, x);
    }

    internal override void Tangent(in RuleContext c)
    {
        MatrixForm form = c.Attributes.FormA;
        Var moved = UntypedOps.MatMul(form, c.Tangent(0), MatrixForm.Plain, c.Output());
        c.SetTangent(UntypedOps.LuSolve(form, c.Input(0), c.Input(1), UntypedOps.Add(c.Tangent(2), UntypedOps.Affine(-1, moved, 0))));
    }

    internal override void Adjoint(in RuleContext c)
    {
        MatrixForm form = c.Attributes.FormA;
        Var back = UntypedOps.LuSolve(form ^ MatrixForm.ConjugateTransposed, c.Input(0), c.Input(1), c.Cotangent());
        c.Accumulate(2, back);
        if (c.IsActive(0)) c.AccumulateMatrixProduct(0, sign: -1, MatrixFactors.ForLeft(form, back, MatrixForm.Plain, c.Output()));
    }
}
