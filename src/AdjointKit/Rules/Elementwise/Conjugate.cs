using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = conj(x); dy = conj(dx); xbar += conj(ybar).</summary>
internal sealed class Conjugate : ElementwiseRule
{
    internal static readonly Conjugate Rule = new();

    internal override string Name => "conjugate";

    internal override Needs Needs => Needs.Nothing;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Conjugate, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Conjugate(c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Conjugate(c.Cotangent()));
}
