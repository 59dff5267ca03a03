using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a b; dy = b da + a db; abar += conj(b) ybar, bbar += conj(a) ybar.</summary>
internal sealed class Multiply : BinaryRule
{
    internal static readonly Multiply Rule = new();

    internal override string Name => "multiply";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.Multiply;

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(UntypedOps.Push(c.Tangent(0), c.Input(1)), UntypedOps.Push(c.Tangent(1), c.Input(0))));

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Pull(0, c.Input(1));
        if (c.IsActive(1)) c.Pull(1, c.Input(0));
    }
}
