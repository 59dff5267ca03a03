using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>
/// y = a number everywhere but for x in every step-th entry along an axis; with the number 0 the adjoint of <see cref="Slice"/>. dy the same of dx with 0; xbar += the slice of ybar.
/// </summary>
internal sealed class Embed : Rule
{
    internal static readonly Embed Rule = new();

    internal override string Name => "embed";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Attributes a = inputs.Attributes;
        outputs[0] = inputs.Apply(a with { Axis = a.Axis + inputs.Hidden, Shape = inputs.WithHidden(0, a.Shape) });
    }

    internal override void Value(in RuleContext c)
    {
        Attributes a = c.Attributes;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, a.Shape);
        c.Backend.Fill(y, a.Shift);
        c.Backend.Copy(x, y.Slice(a.Axis, a.Start, x.Shape[a.Axis], a.Step));
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.SetTangent(UntypedOps.Embed(c.Tangent(), a.Axis, a.Start, a.Step, a.Shape));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.Accumulate(0, UntypedOps.Slice(c.Cotangent(), a.Axis, a.Start, c.X(0).Shape[a.Axis], a.Step));
    }
}
