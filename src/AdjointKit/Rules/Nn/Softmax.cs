using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>y = exp x / sum exp x along an axis, the largest element taken out; dy and xbar are the <see cref="SoftmaxChange"/> by y, a symmetric map, of dx and ybar.</summary>
internal sealed class Softmax : Rule
{
    internal static readonly Softmax Rule = new();

    internal override string Name => "softmax";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        c.Backend.Softmax(x, x.Shape.With(c.Attributes.Axis, 1), c.NewOutput(x.ElementType, x.Shape));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SoftmaxChange(c.Output(), c.Tangent(), c.Attributes.Axis));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.SoftmaxChange(c.Output(), c.Cotangent(), c.Attributes.Axis));
}
