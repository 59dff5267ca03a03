using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>
/// z = y (v - s), s = sum y v along an axis: symmetric and linear as a map of v; dz = y (dv - sum y dv) + dy (v - s) - y sum v dy. vbar += the same of zbar, ybar += zbar (v - s) - v sum y zbar.
/// </summary>
internal sealed class SoftmaxChange : Rule
{
    internal static readonly SoftmaxChange Rule = new();

    internal override string Name => "change of a softmax";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray y = c.X(0);
        c.Backend.SoftmaxChange(y, c.X(1), y.Shape.With(c.Attributes.Axis, 1), c.NewOutput(y.ElementType, y.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        (Var y, Var v, Var dy) = (c.Input(0), c.Input(1), c.Tangent(0));
        Var ofChange = UntypedOps.SoftmaxChange(y, c.Tangent(1), c.Attributes.Axis);
        Var ofWeight = UntypedOps.Subtract(UntypedOps.Push(dy, Centred(c)), UntypedOps.Push(Sum(c, UntypedOps.Push(dy, v)), y));
        c.SetTangent(UntypedOps.Add(ofChange, ofWeight));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var y, Var v, Var zbar) = (c.Input(0), c.Input(1), c.Cotangent());
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.SoftmaxChange(y, zbar, c.Attributes.Axis));
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Subtract(UntypedOps.Pull(zbar, Centred(c)), UntypedOps.Push(Sum(c, UntypedOps.Pull(zbar, y)), v)));
    }

    /// <summary>v - s.</summary>
    private static Var Centred(in RuleContext c) => UntypedOps.Subtract(c.Input(1), Sum(c, UntypedOps.Push(c.Input(1), c.Input(0))));

    private static Var Sum(in RuleContext c, Var v) => UntypedOps.SumTo(v, c.X(0).Shape.With(c.Attributes.Axis, 1));
}
