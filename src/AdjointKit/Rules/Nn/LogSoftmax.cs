using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>y = x - log sum exp x along an axis; dy = dx - sum e^y dx; xbar += ybar - e^y sum ybar (<see cref="LogSoftmaxSensitivity"/>).</summary>
internal sealed class LogSoftmax : Rule
{
    internal static readonly LogSoftmax Rule = new();

    internal override string Name => "log softmax";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        c.Backend.LogSoftmax(x, x.Shape.With(c.Attributes.Axis, 1), c.NewOutput(x.ElementType, x.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        Var dx = c.Tangent();
        c.SetTangent(UntypedOps.Subtract(dx, UntypedOps.SumTo(UntypedOps.Push(dx, UntypedOps.Exp(c.Output())), dx.Shape.With(c.Attributes.Axis, 1))));
    }

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.LogSoftmaxSensitivity(c.Output(), c.Cotangent(), c.Attributes.Axis));
}
