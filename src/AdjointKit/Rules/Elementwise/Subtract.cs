using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a - b; dy = da - db; abar += ybar, bbar -= ybar.</summary>
internal sealed class Subtract : BinaryRule
{
    internal static readonly Subtract Rule = new();

    internal override string Name => "subtract";

    internal override Needs Needs => Needs.Nothing;

    private protected override BinaryOp Op => BinaryOp.Subtract;

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(c.Tangent(0), UntypedOps.Affine(-1, c.Tangent(1), 0)));

    internal override void Adjoint(in RuleContext c)
    {
        c.Accumulate(0, c.Cotangent());
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, c.Cotangent(), 0));
    }
}
