using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = 1 / (1 + e^-x); dy = y (1 - y) dx; xbar += y (1 - y) ybar.</summary>
internal sealed class Sigmoid : ElementwiseRule
{
    internal static readonly Sigmoid Rule = new();

    internal override string Name => "sigmoid";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Sigmoid, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), Partial(c)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, Partial(c));

    private static Var Partial(in RuleContext c) => UntypedOps.Multiply(c.Output(), UntypedOps.Affine(-1, c.Output(), 1));
}
