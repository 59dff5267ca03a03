using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a / b; dy = (da - y db) / b; abar += ybar / conj(b), bbar -= conj(y / b) ybar.</summary>
internal sealed class Divide : BinaryRule
{
    internal static readonly Divide Rule = new();

    internal override string Name => "divide";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    private protected override BinaryOp Op => BinaryOp.Divide;

    internal override void Tangent(in RuleContext c)
    {
        Var change = UntypedOps.Add(c.Tangent(0), UntypedOps.Affine(-1, UntypedOps.Push(c.Tangent(1), c.Output()), 0));
        c.SetTangent(UntypedOps.Push(change, UntypedOps.Reciprocal(c.Input(1))));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var quotient = UntypedOps.Pull(c.Cotangent(), UntypedOps.Reciprocal(c.Input(1)));
        c.Accumulate(0, quotient);
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, UntypedOps.Pull(quotient, c.Output()), 0));
    }
}
