using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = log(1 + x); dy = dx / (1 + x); xbar += ybar / (1 + x).</summary>
internal sealed class Log1p : ElementwiseRule
{
    internal static readonly Log1p Rule = new();

    internal override string Name => "log1p";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Log1p, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), Partial(c)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, Partial(c));

    private static Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Affine(1, c.Input(0), 1));
}
