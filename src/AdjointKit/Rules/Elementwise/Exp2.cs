using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = 2^x; p = y ln 2.</summary>
internal sealed class Exp2 : UnaryRule
{
    internal static readonly Exp2 Rule = new();

    internal override string Name => "exp2";

    internal override Needs Needs => Needs.Outputs;

    private protected override UnaryOp Op => UnaryOp.Exp2;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Affine(0.6931471805599453, c.Output(), 0);
}
