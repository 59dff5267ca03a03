using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x + 0 i for a real x; dy = dx; xbar += Re ybar.</summary>
internal sealed class ToComplex : ElementwiseRule
{
    internal static readonly ToComplex Rule = new();

    internal override string Name => "to complex";

    internal override Needs Needs => Needs.Nothing;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Copy, c.X(0), c.NewOutput(ElementTypes.ComplexOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.ToComplex(c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Real(c.Cotangent()));
}
