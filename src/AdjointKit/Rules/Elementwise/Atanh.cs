using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = atanh x; p = 1 / ((1 - x) (1 + x)).</summary>
internal sealed class Atanh : UnaryRule
{
    internal static readonly Atanh Rule = new();

    internal override string Name => "atanh";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Atanh;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Multiply(UntypedOps.Affine(-1, c.Input(0), 1), UntypedOps.Affine(1, c.Input(0), 1)));
}
