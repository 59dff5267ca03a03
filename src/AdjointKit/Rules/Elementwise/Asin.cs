using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = asin x; p = 1 / sqrt((1 - x) (1 + x)).</summary>
internal sealed class Asin : UnaryRule
{
    internal static readonly Asin Rule = new();

    internal override string Name => "asin";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Asin;

    private protected override Var Partial(in RuleContext c) => UntypedOps.ReciprocalSqrt(UntypedOps.Multiply(UntypedOps.Affine(-1, c.Input(0), 1), UntypedOps.Affine(1, c.Input(0), 1)));
}
