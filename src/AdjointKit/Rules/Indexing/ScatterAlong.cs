using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = zeros to which each entry of x along an axis is added at its index; dy the same of dx; xbar += the entries of ybar that the indices name.</summary>
internal sealed class ScatterAlong : Rule
{
    internal static readonly ScatterAlong Rule = new();

    internal override string Name => "scatter add";

    internal override Needs Needs => Needs.LastInput;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        NdArray<long> indices = c.X(1).As<long>();
        int axis = c.Attributes.Axis;
        if (indices.Rank != x.Rank || indices.Shape[axis] != x.Shape[axis]) throw new ArgumentException($"scatter add along axis {axis} of an array of shape {x.Shape} by indices of shape {indices.Shape}: numbers of axes and lengths along the axis must be equal", nameof(c));
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape.With(axis, c.Attributes.Start));
        c.Backend.Fill(y, 0);
        c.Backend.ScatterAddAlong(x, axis, indices, y);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.ScatterAlong(c.Tangent(), c.Input(1), c.Attributes.Axis, c.Attributes.Start));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.GatherAlong(c.Cotangent(), c.Input(1), c.Attributes.Axis));
}
