using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a b, zero where a is zero whatever b is; its rules are those of the product, each factor zero where the sensitivity is.</summary>
internal sealed class StrongMultiply : BinaryRule
{
    internal static readonly StrongMultiply Rule = new();

    internal override string Name => "strong multiply";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.StrongMultiply;

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(UntypedOps.Push(c.Tangent(0), c.Input(1)), UntypedOps.Push(c.Input(0), c.Tangent(1))));

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Pull(0, c.Input(1));
        if (c.IsActive(1)) c.Pull(1, c.Input(0));
    }
}
