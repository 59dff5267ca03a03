using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = e^x - 1; dy = (y + 1) dx; xbar += (y + 1) ybar.</summary>
internal sealed class Expm1 : ElementwiseRule
{
    internal static readonly Expm1 Rule = new();

    internal override string Name => "expm1";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Expm1, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), Partial(c)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, Partial(c));

    private static Var Partial(in RuleContext c) => UntypedOps.Affine(1, c.Output(), 1);
}
