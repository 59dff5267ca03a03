using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Along one axis: places by index, sorting, running sums and products, differences.</content>
public static partial class Ops
{
    /// <summary>The entries along an axis that the indices name, repeats allowed: the axis is replaced by those of the indices. By default rows: an embedding's table is x.</summary>
    /// <param name="x">The array.</param>
    /// <param name="indices">Any number of axes; at least 0 and less than the length of the axis.</param>
    /// <param name="axis">The axis.</param>
    public static Var<T> Take<T>(Var<T> x, Var<long> indices, int axis = 0)
        where T : unmanaged
    {
        Shape shape = x.Shape;
        Shape places = indices.Shape;
        int along = UntypedOps.AxisOf(axis, shape);
        Var taken = UntypedOps.GatherAlong(x, UntypedOps.IndicesAlong(indices, along, shape.Rank), along);
        int rank = shape.Rank - 1 + places.Rank;
        if (rank > Shape.MaxRank) throw new ArgumentException($"indices of shape {places} in an array of shape {shape} give {rank} axes to Take; there are {Shape.MaxRank} at most", nameof(indices));
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        for (int other = 0; other < along; other++) lengths[other] = shape[other];
        for (int other = 0; other < places.Rank; other++) lengths[along + other] = places[other];
        for (int other = along + 1; other < shape.Rank; other++) lengths[other - 1 + places.Rank] = shape[other];
        return new(UntypedOps.Reshape(taken, new Shape(lengths[..rank])));
    }

    /// <inheritdoc cref="Take{T}(Var{T}, Var{long}, int)"/>
    public static Var<T> Take<T>(Var<T> x, NdArray<long> indices, int axis = 0)
        where T : unmanaged => Take(x, x.Tape.Constant(indices), axis);

    /// <summary>For each place of the indices the entry of x there, but for the axis: y[i, k] = x[i, indices[i, k]] along the last of two.</summary>
    /// <param name="x">The array.</param>
    /// <param name="indices">As many axes as x; lengths as x but for the axis, or 1.</param>
    /// <param name="axis">The axis.</param>
    public static Var<T> TakeAlongAxis<T>(Var<T> x, Var<long> indices, int axis)
        where T : unmanaged => new(UntypedOps.GatherAlong(x, indices, UntypedOps.AxisOf(axis, x.Shape)));

    /// <inheritdoc cref="TakeAlongAxis{T}(Var{T}, Var{long}, int)"/>
    public static Var<T> TakeAlongAxis<T>(Var<T> x, NdArray<long> indices, int axis)
        where T : unmanaged => TakeAlongAxis(x, x.Tape.Constant(indices), axis);

    /// <summary>Zeros to which each entry of x along an axis is added at its index, equal indices in the order of the entries: y[indices[k]] += x[k].</summary>
    /// <param name="x">The entries.</param>
    /// <param name="indices">One axis, of the length of the axis of x.</param>
    /// <param name="length">The length of the axis in the result.</param>
    /// <param name="axis">The axis.</param>
    public static Var<T> ScatterAdd<T>(Var<T> x, Var<long> indices, nint length, int axis = 0)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        RequirePlaces(x.Shape, indices.Shape, along, nameof(ScatterAdd));
        if (indices.Shape.Rank != 1) throw new ArgumentException($"ScatterAdd: indices of shape {indices.Shape} are not those of one axis: use ScatterAddAlongAxis for indices that differ from line to line", nameof(indices));
        return new(UntypedOps.ScatterAlong(x, UntypedOps.IndicesAlong(indices, along, x.Shape.Rank), along, length));
    }

    /// <inheritdoc cref="ScatterAdd{T}(Var{T}, Var{long}, nint, int)"/>
    public static Var<T> ScatterAdd<T>(Var<T> x, NdArray<long> indices, nint length, int axis = 0)
        where T : unmanaged => ScatterAdd(x, x.Tape.Constant(indices), length, axis);

    /// <summary>Zeros to which each entry of x is added at its index along an axis: the transpose of <see cref="TakeAlongAxis{T}(Var{T}, Var{long}, int)"/>.</summary>
    /// <param name="x">The entries.</param>
    /// <param name="indices">As many axes as x; lengths as x, or 1 but for the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="length">Its length in the result.</param>
    public static Var<T> ScatterAddAlongAxis<T>(Var<T> x, Var<long> indices, int axis, nint length)
        where T : unmanaged => new(UntypedOps.ScatterAlong(x, indices, UntypedOps.AxisOf(axis, x.Shape), length));

    /// <inheritdoc cref="ScatterAddAlongAxis{T}(Var{T}, Var{long}, int, nint)"/>
    public static Var<T> ScatterAddAlongAxis<T>(Var<T> x, NdArray<long> indices, int axis, nint length)
        where T : unmanaged => ScatterAddAlongAxis(x, x.Tape.Constant(indices), axis, length);

    /// <summary>x with each entry of <paramref name="values"/> along an axis added at its index: x[indices[k]] + values[k].</summary>
    public static Var<T> IndexAdd<T>(Var<T> x, Var<long> indices, Var<T> values, int axis = 0)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        if (values.Shape.Rank == x.Shape.Rank) RequirePlaces(values.Shape, indices.Shape, along, nameof(IndexAdd));
        return x + ScatterAdd(values, indices, x.Shape[along], axis);
    }

    /// <inheritdoc cref="IndexAdd{T}(Var{T}, Var{long}, Var{T}, int)"/>
    public static Var<T> IndexAdd<T>(Var<T> x, NdArray<long> indices, Var<T> values, int axis = 0)
        where T : unmanaged => IndexAdd(x, x.Tape.Constant(indices), values, axis);

    /// <summary>Each line along an axis in ascending (or descending) order; equal elements keep theirs, NaN comes last either way.</summary>
    public static Var<T> Sort<T>(Var<T> x, int axis = -1, bool descending = false)
        where T : unmanaged, IFloatingPointIeee754<T> => TakeAlongAxis(x, ArgSort(x, UntypedOps.AxisOf(axis, x.Shape), descending), axis);

    /// <summary>The indices that sort each line along an axis; equal elements keep their order, NaN comes last either way. Not differentiated.</summary>
    public static Var<long> ArgSort<T>(Var<T> x, int axis = -1, bool descending = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Order(x, UntypedOps.AxisOf(axis, x.Shape), descending));

    /// <summary>The largest entries of each line along an axis, the largest first, and where they stand.</summary>
    /// <param name="x">The array.</param>
    /// <param name="count">How many.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="smallest">Whether the smallest ones are wanted, the smallest first.</param>
    public static (Var<T> Values, Var<long> Indices) TopK<T>(Var<T> x, nint count, int axis = -1, bool smallest = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        if (count < 0 || count > x.Shape[along]) throw new ArgumentOutOfRangeException(nameof(count), count, $"TopK: {count} largest entries along axis {axis} of an array of shape {x.Shape}: it has {x.Shape[along]}");
        Var<long> indices = Slice(ArgSort(x, along, !smallest), along, 0, count);
        return (TakeAlongAxis(x, indices, along), indices);
    }

    /// <summary>The sum of the entries up to each along an axis.</summary>
    /// <param name="x">The array.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="reverse">Whether the sums start at the end.</param>
    /// <param name="exclusive">Whether an entry is left out of its own sum.</param>
    public static Var<T> CumulativeSum<T>(Var<T> x, int axis = -1, bool reverse = false, bool exclusive = false)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        Var summed = reverse ? UntypedOps.Flip(x, along) : x;
        if (exclusive) summed = UntypedOps.Later(summed, along);
        summed = UntypedOps.RunningSum(summed, along);
        return new(reverse ? UntypedOps.Flip(summed, along) : summed);
    }

    /// <summary>The product of the entries up to each along an axis. Its derivatives are exact where entries are zero.</summary>
    public static Var<T> CumulativeProduct<T>(Var<T> x, int axis = -1)
        where T : unmanaged => new(UntypedOps.RunningProduct(x, UntypedOps.AxisOf(axis, x.Shape)));

    /// <summary>h of the recurrence h[k] = a[k] h[k - 1] + b[k] along an axis, h[0] = b[0] (a[0] is not looked at): a filter with memory, solved in one op.</summary>
    public static Var<T> LinearRecurrence<T>(Var<T> a, Var<T> b, int axis = -1)
        where T : unmanaged => new(UntypedOps.LinearRecurrence(a, b, UntypedOps.AxisOf(axis, b.Shape)));

    /// <summary>The differences of neighbours along an axis, x[k + 1] - x[k], taken <paramref name="order"/> times: each makes the axis shorter by one.</summary>
    public static Var<T> Difference<T>(Var<T> x, int axis = -1, int order = 1)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        if (order < 0 || order > x.Shape[along]) throw new ArgumentOutOfRangeException(nameof(order), order, $"differences of order {order} along axis {axis} of an array of shape {x.Shape}: the order is 0 to {x.Shape[along]}");
        for (int k = 0; k < order; k++)
        {
            nint length = x.Shape[axis] - 1;
            x = Slice(x, axis, 1, length) - Slice(x, axis, 0, length);
        }

        return x;
    }

    private static void RequirePlaces(in Shape values, in Shape indices, int axis, string op)
    {
        if (indices.Rank == 1 && indices[0] != values[axis]) throw new ArgumentException($"{op}: {indices[0]} indices of shape {indices} do not fit the {values[axis]} entries along axis {axis} of an array of shape {values}", nameof(indices));
    }
}
