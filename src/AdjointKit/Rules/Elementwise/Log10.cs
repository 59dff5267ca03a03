using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = log10 x; p = 1 / (x ln 10).</summary>
internal sealed class Log10 : UnaryRule
{
    internal static readonly Log10 Rule = new();

    internal override string Name => "log10";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Log10;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Affine(2.302585092994046, c.Input(0), 0));
}
