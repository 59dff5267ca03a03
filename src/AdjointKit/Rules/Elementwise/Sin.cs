using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = sin x; dy = cos x dx; xbar += conj(cos x) ybar.</summary>
internal sealed class Sin : ElementwiseRule
{
    internal static readonly Sin Rule = new();

    internal override string Name => "sin";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Sin, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), UntypedOps.Cos(c.Input(0))));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, UntypedOps.Cos(c.Input(0)));
}
