using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y is the larger of a and b; the derivatives go to it, half to each where they are equal.</summary>
internal sealed class Maximum : BinaryRule
{
    internal static readonly Maximum Rule = new();

    internal override string Name => "maximum";

    internal override Needs Needs => Needs.Inputs;

    private protected override BinaryOp Op => BinaryOp.Maximum;

    internal override void Tangent(in RuleContext c)
    {
        Var fromA = c.Tangent(0).IsNone ? default : UntypedOps.Push(c.Tangent(0), ByFirst(c));
        Var fromB = c.Tangent(1).IsNone ? default : UntypedOps.Push(c.Tangent(1), BySecond(c));
        c.SetTangent(UntypedOps.Add(fromA, fromB));
    }

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Pull(0, ByFirst(c));
        if (c.IsActive(1)) c.Pull(1, BySecond(c));
    }

    private static Var ByFirst(in RuleContext c) => OrderShare.OfLarger(c.Input(0), c.Input(1));

    private static Var BySecond(in RuleContext c) => OrderShare.OfLarger(c.Input(1), c.Input(0));
}
