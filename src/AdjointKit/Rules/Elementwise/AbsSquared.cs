using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = |x|^2 for a complex x; dy = 2 Re(conj(x) dx); xbar += 2 x ybar.</summary>
internal sealed class AbsSquared : ElementwiseRule
{
    internal static readonly AbsSquared Rule = new();

    internal override string Name => "squared magnitude";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.AbsSquared, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.RealOfPull(2, c.Input(0), c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.RealTimes(2, c.Cotangent(), c.Input(0)));
}
