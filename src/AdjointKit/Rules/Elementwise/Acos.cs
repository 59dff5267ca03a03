using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = acos x; p = -1 / sqrt((1 - x) (1 + x)).</summary>
internal sealed class Acos : UnaryRule
{
    internal static readonly Acos Rule = new();

    internal override string Name => "acos";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Acos;

    private protected override Var Partial(in RuleContext c) => -UntypedOps.ReciprocalSqrt(UntypedOps.Multiply(UntypedOps.Affine(-1, c.Input(0), 1), UntypedOps.Affine(1, c.Input(0), 1)));
}
