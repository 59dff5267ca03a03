using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = 1 - erf x; p = -2/sqrt(pi) e^(-x^2).</summary>
internal sealed class Erfc : UnaryRule
{
    internal static readonly Erfc Rule = new();

    internal override string Name => "erfc";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Erfc;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Affine(-1.1283791670955126, UntypedOps.Exp(UntypedOps.Affine(-1, UntypedOps.Square(c.Input(0)), 0)), 0);
}
