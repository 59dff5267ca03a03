using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = the order that sorts x along an axis: indices, which have no derivative.</summary>
internal sealed class Order : Rule
{
    internal static readonly Order Rule = new();

    internal override string Name => "order";

    internal override bool HasDerivative => false;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        c.Backend.ArgSort(x, c.Attributes.Axis, c.Attributes.Step < 0, c.NewOutput(ElementType.Int64, x.Shape).As<long>());
    }

    internal override void Tangent(in RuleContext c) => throw new UnreachableException();

    internal override void Adjoint(in RuleContext c) => throw new UnreachableException();
}
