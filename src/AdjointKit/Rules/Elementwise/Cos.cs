using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = cos x; dy = -sin x dx; xbar -= conj(sin x) ybar.</summary>
internal sealed class Cos : ElementwiseRule
{
    internal static readonly Cos Rule = new();

    internal override string Name => "cos";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Cos, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), -UntypedOps.Sin(c.Input(0))));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, -UntypedOps.Sin(c.Input(0)));
}
