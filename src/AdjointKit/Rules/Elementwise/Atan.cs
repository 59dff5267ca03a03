using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = atan x; p = 1 / (1 + x^2).</summary>
internal sealed class Atan : UnaryRule
{
    internal static readonly Atan Rule = new();

    internal override string Name => "atan";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Atan;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Affine(1, UntypedOps.Square(c.Input(0)), 1));
}
