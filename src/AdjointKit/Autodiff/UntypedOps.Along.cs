using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Along one axis: places by index, order, running sums and recurrences.</content>
internal static partial class UntypedOps
{
    /// <summary>The entries of x along an axis that indices of as many axes name.</summary>
    internal static Var GatherAlong(Var x, Var indices, int axis) => x.IsNone ? x : x.Tape.Apply(Rules.Indexing.GatherAlong.Rule, new Attributes { Axis = axis }, x, indices);

    /// <summary>Zeros, <paramref name="length"/> of them along the axis, to which the entries of x are added at their indices: the adjoint of <see cref="GatherAlong"/>.</summary>
    internal static Var ScatterAlong(Var x, Var indices, int axis, nint length) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.ScatterAlong.Rule, new Attributes { Axis = axis, Start = length }, x, indices);

    /// <summary>Indices of one axis as those of one axis of an array, alike for all others.</summary>
    internal static Var IndicesAlong(Var indices, int axis, int rank)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        lengths.Fill(1);
        lengths[axis] = indices.Shape.Count;
        return Reshape(indices, new Shape(lengths[..rank]));
    }

    /// <summary>The indices that sort x along an axis.</summary>
    internal static Var Order(Var x, int axis, bool descending) => x.Tape.Apply(Rules.Indexing.Order.Rule, new Attributes { Axis = AxisOf(axis, x.Shape), Step = descending ? -1 : 1 }, x);

    /// <summary>The entry of a rank, from 0 the largest, of each line along an axis, NaN behind all others; a constant.</summary>
    internal static Var OrderStatistic(Var x, int axis, nint rank) => x.Tape.Apply(Rules.Indexing.OrderStatistic.Rule, new Attributes { Axis = AxisOf(axis, x.Shape), Start = rank }, x);

    internal static Var RunningSum(Var x, int axis) => x.IsNone ? x : x.Tape.Apply(Rules.Indexing.RunningSum.Rule, new Attributes { Axis = axis }, x);

    /// <summary>h[k] = a[k] h[k - 1] + b[k] along an axis, h[0] = b[0].</summary>
    internal static Var LinearRecurrence(Var a, Var b, int axis)
    {
        if (a.IsNone || b.IsNone) return b;
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.Indexing.LinearRecurrence.Rule, new Attributes { Axis = axis }, a, b);
    }

    /// <summary>The products of the entries up to each: the recurrence with the factors x and the one term x[0].</summary>
    internal static Var RunningProduct(Var x, int axis) => x.Shape.Count == 0 ? x : LinearRecurrence(x, Embed(Slice(x, axis, 0, 1, 1), axis, 0, 1, x.Shape), axis);

    /// <summary>The entries one place later along an axis; the last one goes, in front comes a number.</summary>
    internal static Var Later(Var x, int axis, Complex front = default)
    {
        if (x.IsNone || x.Shape[axis] == 0) return x;
        return Embed(Slice(x, axis, 0, x.Shape[axis] - 1, 1), axis, 1, 1, x.Shape, front);
    }
}
