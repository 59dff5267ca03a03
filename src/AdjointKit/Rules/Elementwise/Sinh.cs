using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = sinh x; p = cosh x.</summary>
internal sealed class Sinh : UnaryRule
{
    internal static readonly Sinh Rule = new();

    internal override string Name => "sinh";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Sinh;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Cosh(c.Input(0));
}
