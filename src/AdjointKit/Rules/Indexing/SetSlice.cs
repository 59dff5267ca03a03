using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = x with v in every step-th entry along an axis; dy the same of dx and dv; xbar += ybar with zeros there, vbar += what of ybar is there.</summary>
internal sealed class SetSlice : Rule
{
    internal static readonly SetSlice Rule = new();

    internal override string Name => "set slice";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        Attributes a = c.Attributes;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        c.Backend.Copy(x, y);
        c.Backend.Copy(c.X(1), y.Slice(a.Axis, a.Start, c.X(1).Shape[a.Axis], a.Step));
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        Var dx = c.Tangent(0);
        Var dv = c.Tangent(1);
        if (dx.IsNone) c.SetTangent(UntypedOps.Embed(dv, a.Axis, a.Start, a.Step, c.X(0).Shape));
        else c.SetTangent(UntypedOps.SetSlice(dx, dv.IsNone ? Zeros(c) : dv, a.Axis, a.Start, a.Step));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.SetSlice(c.Cotangent(), Zeros(c), a.Axis, a.Start, a.Step));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Slice(c.Cotangent(), a.Axis, a.Start, c.X(1).Shape[a.Axis], a.Step));
    }

    private static Var Zeros(in RuleContext c) => c.Tape.Zeros(c.X(1).ElementType, c.X(1).Shape);
}
