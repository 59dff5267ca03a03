using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = sin(pi x) / (pi x); p = (cos(pi x) - y) / x, near 0 by its series.</summary>
internal sealed class Sinc : UnaryRule
{
    internal static readonly Sinc Rule = new();

    internal override string Name => "sinc";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Sinc;

    private protected override Var Partial(in RuleContext c) => SincSlope.Of(c.Input(0));
}
