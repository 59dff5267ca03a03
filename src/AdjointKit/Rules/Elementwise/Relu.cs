using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x where it is positive, else 0; p = 1 or 0, 0 at 0.</summary>
internal sealed class Relu : UnaryRule
{
    internal static readonly Relu Rule = new();

    internal override string Name => "relu";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Relu;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Greater(c.Input(0), UntypedOps.ConstantLike(c.Input(0), 0));
}
