using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a^b; dy = b a^(b-1) da + y log(a) db; abar += b a^(b-1) ybar, bbar += y log(a) ybar. Where b or y is 0 its term is 0.</summary>
internal sealed class Power : BinaryRule
{
    internal static readonly Power Rule = new();

    internal override string Name => "power";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    private protected override BinaryOp Op => BinaryOp.Power;

    internal override void Tangent(in RuleContext c)
    {
        Var fromA = c.Tangent(0).IsNone ? default : UntypedOps.Push(c.Tangent(0), ByBase(c));
        Var fromB = c.Tangent(1).IsNone ? default : UntypedOps.Push(c.Tangent(1), ByExponent(c));
        c.SetTangent(UntypedOps.Add(fromA, fromB));
    }

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Pull(0, ByBase(c));
        if (c.IsActive(1)) c.Pull(1, ByExponent(c));
    }

    private static Var ByBase(in RuleContext c) => UntypedOps.Push(c.Input(1), UntypedOps.Power(c.Input(0), UntypedOps.Affine(1, c.Input(1), -1)));

    // A negative base has no logarithm: its exponent must not be differentiated.
    private static Var ByExponent(in RuleContext c) => UntypedOps.Push(c.Output(), UntypedOps.Log(c.Input(0)));
}
