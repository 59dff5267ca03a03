using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>Y = e^A; dY = L(A, dA), the upper right block of the exponential of [A, dA; 0, A]; Abar += L(A^H, Ybar) (Al-Mohy and Higham 2009).</summary>
internal sealed class MatrixExponential : Rule
{
    internal static readonly MatrixExponential Rule = new();

    internal override string Name => "matrix exponential";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        FactorizationShapes.RequireSquare("a matrix exponential", c.X(0).Shape);
        c.Backend.MatrixExponential(c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.ExponentialDerivative(c.Input(0), c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.ExponentialDerivative(UntypedOps.Adjoint(c.Input(0)), c.Cotangent()));
}
