using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>The angle y of the point (b, a); with r^2 = a^2 + b^2, dy = (b da - a db) / r^2; abar += b / r^2 ybar, bbar -= a / r^2 ybar. At the origin both are 0.</summary>
internal sealed class Atan2 : BinaryRule
{
    internal static readonly Atan2 Rule = new();

    internal override string Name => "atan2";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.Atan2;

    internal override void Tangent(in RuleContext c)
    {
        Var inverse = InverseRadius(c);
        Var fromA = UntypedOps.Push(c.Tangent(0), OverSquare(c.Input(1), inverse));
        Var fromB = UntypedOps.Push(c.Tangent(1), OverSquare(c.Input(0), inverse));
        c.SetTangent(UntypedOps.Add(fromA, UntypedOps.Affine(-1, fromB, 0)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var inverse = InverseRadius(c);
        if (c.IsActive(0)) c.Pull(0, OverSquare(c.Input(1), inverse));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, UntypedOps.Pull(c.Cotangent(), OverSquare(c.Input(0), inverse)), 0));
    }

    private static Var InverseRadius(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Hypot(c.Input(0), c.Input(1)));

    // In two steps, neither of which is too large or too small where the quotient is not.
    private static Var OverSquare(Var part, Var inverse) => UntypedOps.Push(UntypedOps.Push(part, inverse), inverse);
}
