using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>
/// y = a where the condition is not 0, b elsewhere; dy and the sensitivities are chosen alike, exact zeros where a number was not taken. The condition has no derivative.
/// </summary>
internal sealed class Where : ElementwiseRule
{
    internal static readonly Where Rule = new();

    internal override string Name => "where";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        Shape branches = UntypedOps.BroadcastShape(c.X(1).Shape, c.X(2).Shape, Name);
        c.Backend.Select(c.X(0), c.X(1), c.X(2), c.NewOutput(c.X(1).ElementType, UntypedOps.BroadcastShape(c.X(0).Shape, branches, Name)));
    }

    internal override void Tangent(in RuleContext c)
    {
        Var a = c.Tangent(1);
        Var b = c.Tangent(2);
        if (a.IsNone && b.IsNone) return;
        Var zero = UntypedOps.ConstantLike(c.Input(1), 0);
        c.SetTangent(UntypedOps.Where(c.Input(0), a.IsNone ? zero : a, b.IsNone ? zero : b));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var zero = UntypedOps.ConstantLike(c.Input(1), 0);
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Where(c.Input(0), c.Cotangent(), zero));
        if (c.IsActive(2)) c.Accumulate(2, UntypedOps.Where(c.Input(0), zero, c.Cotangent()));
    }
}
