using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = asinh x; p = 1 / sqrt(1 + x^2).</summary>
internal sealed class Asinh : UnaryRule
{
    internal static readonly Asinh Rule = new();

    internal override string Name => "asinh";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Asinh;

    private protected override Var Partial(in RuleContext c) => UntypedOps.ReciprocalSqrt(UntypedOps.Affine(1, UntypedOps.Square(c.Input(0)), 1));
}
