using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = acosh x; p = 1 / sqrt((x - 1) (x + 1)).</summary>
internal sealed class Acosh : UnaryRule
{
    internal static readonly Acosh Rule = new();

    internal override string Name => "acosh";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Acosh;

    private protected override Var Partial(in RuleContext c) => UntypedOps.ReciprocalSqrt(UntypedOps.Multiply(UntypedOps.Affine(1, c.Input(0), -1), UntypedOps.Affine(1, c.Input(0), 1)));
}
