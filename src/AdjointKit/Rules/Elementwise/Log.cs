using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = ln x (principal value); dy = dx / x; xbar += ybar / conj(x).</summary>
internal sealed class Log : ElementwiseRule
{
    internal static readonly Log Rule = new();

    internal override string Name => "log";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Log, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), UntypedOps.Reciprocal(c.Input(0))));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, UntypedOps.Reciprocal(c.Input(0)));
}
