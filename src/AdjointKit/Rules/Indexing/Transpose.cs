using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = x with its axes in another order (a view); dy the same of dx; xbar += ybar in the order that undoes it.</summary>
internal sealed class Transpose : Rule
{
    internal static readonly Transpose Rule = new();

    internal override string Name => "transpose";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => outputs[0] = inputs.Apply(new Attributes { Order = inputs.Attributes.Order.Behind(inputs.Hidden) });

    internal override void Value(in RuleContext c) => c.NewOutputView(c.Attributes.Order.Of(c.X(0)), of: 0);

    internal override void Tangent(in RuleContext c)
    {
        AxisOrder order = c.Attributes.Order;
        c.SetTangent(UntypedOps.Transpose(c.Tangent(), order));
    }

    internal override void Adjoint(in RuleContext c)
    {
        AxisOrder order = c.Attributes.Order.Inverse;
        c.Accumulate(0, UntypedOps.Transpose(c.Cotangent(), order));
    }
}
