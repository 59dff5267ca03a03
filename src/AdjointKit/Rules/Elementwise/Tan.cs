using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = tan x; p = 1 + y^2.</summary>
internal sealed class Tan : UnaryRule
{
    internal static readonly Tan Rule = new();

    internal override string Name => "tan";

    internal override Needs Needs => Needs.Outputs;

    private protected override UnaryOp Op => UnaryOp.Tan;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Affine(1, UntypedOps.Square(c.Output()), 1);
}
