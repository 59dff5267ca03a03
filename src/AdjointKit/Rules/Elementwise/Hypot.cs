using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = sqrt(a^2 + b^2); dy = (a da + b db) / y; abar += a / y ybar, bbar += b / y ybar. Where y is 0 both are 0.</summary>
internal sealed class Hypot : BinaryRule
{
    internal static readonly Hypot Rule = new();

    internal override string Name => "hypot";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    private protected override BinaryOp Op => BinaryOp.Hypot;

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

    private static Var ByFirst(in RuleContext c) => UntypedOps.Push(c.Input(0), UntypedOps.Reciprocal(c.Output()));

    private static Var BySecond(in RuleContext c) => UntypedOps.Push(c.Input(1), UntypedOps.Reciprocal(c.Output()));
}
