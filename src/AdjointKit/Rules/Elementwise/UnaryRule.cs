using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>What elementwise ops of one array to the same element type have in common: with the partial p, dy = p dx and xbar += conj(p) ybar.</summary>
internal abstract class UnaryRule : ElementwiseRule
{
    private protected abstract UnaryOp Op { get; }

    internal sealed override void Value(in RuleContext c) => c.Backend.Unary(Op, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal sealed override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), Partial(c)));

    internal sealed override void Adjoint(in RuleContext c) => c.Pull(0, Partial(c));

    /// <summary>dy/dx.</summary>
    private protected abstract Var Partial(in RuleContext c);
}
