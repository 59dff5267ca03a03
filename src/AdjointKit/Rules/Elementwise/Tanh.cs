using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = tanh x; dy = (1 - y^2) dx; xbar += conj(1 - y^2) ybar.</summary>
internal sealed class Tanh : ElementwiseRule
{
    internal static readonly Tanh Rule = new();

    internal override string Name => "tanh";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Tanh, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), UntypedOps.Affine(-1, UntypedOps.Square(c.Output()), 1)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, UntypedOps.Affine(-1, UntypedOps.Square(c.Output()), 1));
}
