using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x^(1/2); dy = dx / (2 y); xbar += ybar / conj(2 y).</summary>
internal sealed class Sqrt : ElementwiseRule
{
    internal static readonly Sqrt Rule = new();

    internal override string Name => "sqrt";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Sqrt, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), UntypedOps.Reciprocal(UntypedOps.Affine(2, c.Output(), 0))));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, UntypedOps.Reciprocal(UntypedOps.Affine(2, c.Output(), 0)));
}
