using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = 1/x; dy = -y^2 dx; xbar -= conj(y^2) ybar.</summary>
internal sealed class Reciprocal : ElementwiseRule
{
    internal static readonly Reciprocal Rule = new();

    internal override string Name => "reciprocal";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Reciprocal, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), -UntypedOps.Square(c.Output())));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, -UntypedOps.Square(c.Output()));
}
