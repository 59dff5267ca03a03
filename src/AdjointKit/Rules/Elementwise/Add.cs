using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a + b; dy = da + db; abar += ybar, bbar += ybar.</summary>
internal sealed class Add : BinaryRule
{
    internal static readonly Add Rule = new();

    internal override string Name => "add";

    internal override Needs Needs => Needs.Nothing;

    private protected override BinaryOp Op => BinaryOp.Add;

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(c.Tangent(0), c.Tangent(1)));

    internal override void Adjoint(in RuleContext c)
    {
        c.Accumulate(0, c.Cotangent());
        c.Accumulate(1, c.Cotangent());
    }
}
