using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = Re x; dy = Re dx; xbar += ybar (a real number).</summary>
internal sealed class RealPart : ElementwiseRule
{
    internal static readonly RealPart Rule = new();

    internal override string Name => "real part";

    internal override Needs Needs => Needs.Nothing;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Real, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Real(c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.ToComplex(c.Cotangent()));
}
