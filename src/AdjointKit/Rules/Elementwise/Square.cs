using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x^2; dy = 2 x dx; xbar += conj(2 x) ybar.</summary>
internal sealed class Square : ElementwiseRule
{
    internal static readonly Square Rule = new();

    internal override string Name => "square";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Square, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), UntypedOps.Affine(2, c.Input(0), 0)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, UntypedOps.Affine(2, c.Input(0), 0));
}
