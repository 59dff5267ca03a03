using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = cosh x; p = sinh x.</summary>
internal sealed class Cosh : UnaryRule
{
    internal static readonly Cosh Rule = new();

    internal override string Name => "cosh";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Cosh;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Sinh(c.Input(0));
}
