using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a conj(b), zero where a is zero whatever b is; dy = conj(b) da + a conj(db); abar += b ybar, bbar += a conj(ybar).</summary>
internal sealed class StrongMultiplyConjugate : BinaryRule
{
    internal static readonly StrongMultiplyConjugate Rule = new();

    internal override string Name => "strong multiply by the conjugate";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.StrongMultiplyConjugate;

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(UntypedOps.Pull(c.Tangent(0), c.Input(1)), UntypedOps.Pull(c.Input(0), c.Tangent(1))));

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Push(c.Cotangent(), c.Input(1)));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Push(UntypedOps.Conjugate(c.Cotangent()), c.Input(0)));
    }
}
