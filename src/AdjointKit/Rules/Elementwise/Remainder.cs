using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a - b floor(a / b); dy = da - floor(a / b) db; abar += ybar, bbar -= floor(a / b) ybar.</summary>
internal sealed class Remainder : BinaryRule
{
    internal static readonly Remainder Rule = new();

    internal override string Name => "remainder";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.Remainder;

    internal override void Tangent(in RuleContext c)
    {
        Var fromB = c.Tangent(1).IsNone ? default : UntypedOps.Push(c.Tangent(1), BySecond(c));
        c.SetTangent(UntypedOps.Add(c.Tangent(0), fromB));
    }

    internal override void Adjoint(in RuleContext c)
    {
        c.Accumulate(0, c.Cotangent());
        if (c.IsActive(1)) c.Pull(1, BySecond(c));
    }

    private static Var BySecond(in RuleContext c) => -UntypedOps.Floor(UntypedOps.Divide(c.Input(0), c.Input(1)));
}
