using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = the entry of a rank among each line of x along an axis, as a constant: which entry that is has no derivative, and who wants that of the entry takes it by its place.</summary>
internal sealed class OrderStatistic : Rule
{
    internal static readonly OrderStatistic Rule = new();

    internal override string Name => "order statistic";

    internal override bool HasDerivative => false;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        c.Backend.OrderStatistic(x, c.Attributes.Axis, c.Attributes.Start, c.NewOutput(x.ElementType, x.Shape.With(c.Attributes.Axis, 1)));
    }

    internal override void Tangent(in RuleContext c) => throw new UnreachableException();

    internal override void Adjoint(in RuleContext c) => throw new UnreachableException();
}
