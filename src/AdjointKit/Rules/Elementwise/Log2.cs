using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = log2 x; p = 1 / (x ln 2).</summary>
internal sealed class Log2 : UnaryRule
{
    internal static readonly Log2 Rule = new();

    internal override string Name => "log2";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Log2;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Affine(0.6931471805599453, c.Input(0), 0));
}
