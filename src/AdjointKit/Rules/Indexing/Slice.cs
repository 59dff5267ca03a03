using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = every step-th entry of x along an axis (a view); dy the same of dx; xbar += ybar there, zeros elsewhere.</summary>
internal sealed class Slice : Rule
{
    internal static readonly Slice Rule = new();

    internal override string Name => "slice";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Attributes a = inputs.Attributes;
        outputs[0] = inputs.Apply(a with { Axis = a.Axis + inputs.Hidden, Shape = inputs.WithHidden(0, a.Shape) });
    }

    internal override void Value(in RuleContext c)
    {
        ref readonly Attributes a = ref c.Attributes;
        c.NewOutputView(c.X(0).Slice(a.Axis, a.Start, a.Shape[a.Axis], a.Step), of: 0);
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.SetTangent(UntypedOps.Slice(c.Tangent(), a.Axis, a.Start, a.Shape[a.Axis], a.Step));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        if (c.AddsInPlace)
        {
            // A loop over the entries of an array then costs what it touches, not its whole length each time.
            UntypedArray part = c.Sensitivity(0).Slice(a.Axis, a.Start, a.Shape[a.Axis], a.Step);
            c.Backend.Binary(BinaryOp.Add, part, c.Cotangent().Value, part);
            return;
        }

        c.Accumulate(0, UntypedOps.Embed(c.Cotangent(), a.Axis, a.Start, a.Step, c.X(0).Shape));
    }
}
