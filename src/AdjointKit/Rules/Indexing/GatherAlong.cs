using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = the entries of x along an axis that indices name; dy the same of dx; xbar += each ybar at its index, equal ones added. Indices have no derivative.</summary>
internal sealed class GatherAlong : Rule
{
    internal static readonly GatherAlong Rule = new();

    internal override string Name => "take";

    internal override Needs Needs => Needs.LastInput;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        NdArray<long> indices = c.X(1).As<long>();
        int axis = c.Attributes.Axis;
        if (indices.Rank != x.Rank) throw new ArgumentException($"take along axis {axis} of an array of shape {x.Shape} by indices of shape {indices.Shape}: the numbers of axes must be equal", nameof(c));
        for (int other = 0; other < x.Rank; other++)
        {
            if (other != axis && indices.Shape[other] != 1 && indices.Shape[other] != x.Shape[other]) throw new ArgumentException($"take along axis {axis} of an array of shape {x.Shape} by indices of shape {indices.Shape}: axis {other} has length {indices.Shape[other]}, not 1 or {x.Shape[other]}", nameof(c));
        }

        c.Backend.GatherAlong(x, axis, indices, c.NewOutput(x.ElementType, x.Shape.With(axis, indices.Shape[axis])));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.GatherAlong(c.Tangent(), c.Input(1), c.Attributes.Axis));

    internal override void Adjoint(in RuleContext c)
    {
        if (!c.IsActive(0)) return;
        int axis = c.Attributes.Axis;
        if (c.AddsInPlace) c.Backend.ScatterAddAlong(c.Cotangent().Value, axis, c.X(1).As<long>(), c.Sensitivity(0));
        else c.Accumulate(0, UntypedOps.ScatterAlong(c.Cotangent(), c.Input(1), axis, c.X(0).Shape[axis]));
    }
}
