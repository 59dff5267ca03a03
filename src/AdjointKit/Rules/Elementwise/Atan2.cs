using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>The angle y of the point (b, a); with r^2 = a^2 + b^2, dy = (b da - a db) / r^2; abar += b / r^2 ybar, bbar -= a / r^2 ybar.</summary>
internal sealed class Atan2 : BinaryRule
{
    internal static readonly Atan2 Rule = new();

    internal override string Name => "atan2";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.Atan2;

    internal override void Tangent(in RuleContext c)
    {
        Var inverse = InverseSquare(c);
        Var fromA = UntypedOps.Push(c.Tangent(0), UntypedOps.Multiply(c.Input(1), inverse));
        Var fromB = UntypedOps.Push(c.Tangent(1), UntypedOps.Multiply(c.Input(0), inverse));
        c.SetTangent(UntypedOps.Add(fromA, UntypedOps.Affine(-1, fromB, 0)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var inverse = InverseSquare(c);
        if (c.IsActive(0)) c.Pull(0, UntypedOps.Multiply(c.Input(1), inverse));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, UntypedOps.Pull(c.Cotangent(), UntypedOps.Multiply(c.Input(0), inverse)), 0));
    }

    private static Var InverseSquare(in RuleContext c) => UntypedOps.Reciprocal(UntypedOps.Add(UntypedOps.Square(c.Input(0)), UntypedOps.Square(c.Input(1))));
}
