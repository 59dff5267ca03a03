using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = e^x; dy = y dx; xbar += conj(y) ybar.</summary>
internal sealed class Exp : ElementwiseRule
{
    internal static readonly Exp Rule = new();

    internal override string Name => "exp";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Exp, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), c.Output()));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, c.Output());
}
