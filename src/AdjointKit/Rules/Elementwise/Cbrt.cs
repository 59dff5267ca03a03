using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x^(1/3); p = 1 / (3 y^2).</summary>
internal sealed class Cbrt : UnaryRule
{
    internal static readonly Cbrt Rule = new();

    internal override string Name => "cbrt";

    internal override Needs Needs => Needs.Outputs;

    private protected override UnaryOp Op => UnaryOp.Cbrt;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Affine(3, UntypedOps.Square(c.Output()), 0));
}
