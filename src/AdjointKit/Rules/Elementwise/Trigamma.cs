using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = psi'(x); p = psi''(x), by recurrence, asymptotic series and reflection in ops, so that there are derivatives of any order.</summary>
internal sealed class Trigamma : UnaryRule
{
    internal static readonly Trigamma Rule = new();

    internal override string Name => "trigamma";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Trigamma;

    private protected override Var Partial(in RuleContext c) => TetragammaSeries.Of(c.Input(0));
}
