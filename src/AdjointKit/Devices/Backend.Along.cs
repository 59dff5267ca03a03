using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>
/// Operations along one axis, the other axes apart. What is checked and how views are taken stands here, once: a device sees arrays of three axes, those in front of the axis
/// and those behind it merged (<see cref="AlongAxis"/>).
/// </content>
public abstract partial class Backend
{
    /// <summary>
    /// into[..., k, ...] = x[..., indices[..., k, ...], ...] along an axis. The indices are broadcast to the shape of <paramref name="into"/>, which may not overlap x; elements of any type of 4 bytes or more.
    /// </summary>
    public void GatherAlong(in UntypedArray x, int axis, in NdArray<long> indices, in UntypedArray into)
    {
        UntypedArray wide = CheckAlong("take", x, into, axis, indices);
        into.BeginWrite();
        if (into.Count == 0) return;
        var grid = new AlongAxis(this, x, axis);
        var places = new AlongAxis(this, wide, axis);
        var result = new AlongAxis(this, into, axis, isWritten: true);
        RunGatherAlong(grid.Lines, places.Lines, result.Lines);
        result.Finish(into);
        places.Finish(wide);
        grid.Finish(x);
    }

    /// <summary>
    /// into[..., indices[..., k, ...], ...] += x[..., k, ...] along an axis, in the order of k: the transpose of <see cref="GatherAlong"/>, added to
    /// what is there. The indices are broadcast to the shape of x, which may not overlap <paramref name="into"/>.
    /// </summary>
    public void ScatterAddAlong(in UntypedArray x, int axis, in NdArray<long> indices, in UntypedArray into)
    {
        UntypedArray wide = CheckAlong("scatter add", into, x, axis, indices);
        into.BeginWrite();
        if (x.Count == 0) return;
        var entries = new AlongAxis(this, x, axis);
        var places = new AlongAxis(this, wide, axis);
        var result = new AlongAxis(this, into, axis, isWritten: true);
        RunScatterAddAlong(entries.Lines, places.Lines, result.Lines);
        result.Finish(into);
        places.Finish(wide);
        entries.Finish(x);
    }

    /// <summary>
    /// The order that sorts each line of x along an axis: element into[..., k, ...] is where the k-th smallest (or largest) stands. Equal elements (0 and -0 are equal) keep their order, NaN
    /// comes last either way. Real types only.
    /// </summary>
    public void ArgSort(in UntypedArray x, int axis, bool descending, in NdArray<long> into)
    {
        if (x.ElementType is not (ElementType.Float32 or ElementType.Float64)) throw new NotSupportedException($"sorting is not available for elements of type {x.ElementType}{(ElementTypes.IsComplex(x.ElementType) ? ": complex numbers have no order" : "")}");
        if (x.Shape != into.Shape) throw new ArgumentException($"the order of an array of shape {x.Shape} does not fit shape {into.Shape}", nameof(into));
        RequireAxis(x.Shape, axis);
        UntypedArray target = into;
        target.BeginWrite();
        if (x.Count == 0) return;
        var lines = new AlongAxis(this, x, axis);
        var result = new AlongAxis(this, target, axis, isWritten: true);
        RunArgSort(lines.Lines, descending, result.Lines);
        result.Finish(target);
        lines.Finish(x);
    }

    /// <summary>into, 1 long along the axis: of each line of x the entry of a rank, from 0 the largest; NaN stands behind all others. Real types only.</summary>
    public void OrderStatistic(in UntypedArray x, int axis, nint rank, in UntypedArray into)
    {
        if (x.ElementType is not (ElementType.Float32 or ElementType.Float64)) throw new NotSupportedException($"sorting is not available for elements of type {x.ElementType}{(ElementTypes.IsComplex(x.ElementType) ? ": complex numbers have no order" : "")}");
        RequireAxis(x.Shape, axis);
        if (into.ElementType != x.ElementType || into.Shape != x.Shape.With(axis, 1)) throw new ArgumentException($"the entries of one rank along axis {axis} of {x} do not fit {into}", nameof(into));
        if (rank < 0 || rank >= x.Shape[axis]) throw new ArgumentOutOfRangeException(nameof(rank), rank, $"an axis of {x.Shape[axis]} entries has the ranks 0 to {x.Shape[axis] - 1}");
        if (x.Overlaps(into)) throw new ArgumentException($"{x} overlaps its result {into}: write to an array of its own", nameof(into));
        into.BeginWrite();
        if (x.Count == 0) return;
        var lines = new AlongAxis(this, x, axis);
        var result = new AlongAxis(this, into, axis, isWritten: true);
        RunOrderStatistic(lines.Lines, rank, result.Lines);
        result.Finish(into);
        lines.Finish(x);
    }

    /// <summary>
    /// h of the recurrence h[k] = a[k] h[k - 1] + b[k] along an axis, h[0] = b[0]: a[0] is not looked at. a and b are broadcast to the shape of <paramref name="into"/>, which may not overlap them.
    /// Carried in float64 along each line and rounded where it is written.
    /// </summary>
    public void LinearRecurrence(in UntypedArray a, in UntypedArray b, int axis, in UntypedArray into)
    {
        if (a.ElementType != into.ElementType || b.ElementType != into.ElementType) throw new ArgumentException($"a recurrence of {a} and {b} into {into}: the element types differ, convert them with Copy", nameof(into));
        RequireAxis(into.Shape, axis);
        if (a.Overlaps(into) || b.Overlaps(into)) throw new ArgumentException($"a recurrence of {a} and {b} overlaps its result {into}: write to an array of its own", nameof(into));
        UntypedArray factors = a.BroadcastTo(into.Shape);
        UntypedArray terms = b.BroadcastTo(into.Shape);
        into.BeginWrite();
        if (into.Count == 0) return;
        var first = new AlongAxis(this, factors, axis);
        var second = new AlongAxis(this, terms, axis);
        var result = new AlongAxis(this, into, axis, isWritten: true);
        RunLinearRecurrence(first.Lines, second.Lines, result.Lines);
        result.Finish(into);
        second.Finish(terms);
        first.Finish(factors);
    }

    /// <summary>The position, counted row by row, and the value of an index that is negative or not below a length: of the first one; position -1 if there is none.</summary>
    private protected abstract (nint Position, long Value) FindOutside(in NdArray<long> indices, long length);

    private protected abstract void RunGatherAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into);

    private protected abstract void RunScatterAddAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into);

    private protected abstract void RunArgSort(in UntypedArray x, bool descending, in UntypedArray into);

    /// <summary>By the order of the whole lines.</summary>
    private protected virtual void RunOrderStatistic(in UntypedArray x, nint rank, in UntypedArray into)
    {
        NdArray<long> order = Allocate(ElementType.Int64, x.Shape, null).As<long>();
        RunArgSort(x, descending: true, order);
        RunGatherAlong(x, order.ToUntyped().Slice(1, rank, 1, 1), into);
        order.Dispose();
    }

    private protected abstract void RunLinearRecurrence(in UntypedArray a, in UntypedArray b, in UntypedArray into);

    private static void RequireAxis(in Shape shape, int axis)
    {
        if (axis < 0 || axis >= shape.Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"an array of shape {shape} has the axes 0 to {shape.Rank - 1}");
    }

    /// <summary>Checks the shapes and every index; returns the indices broadcast to the shape of the entries.</summary>
    private UntypedArray CheckAlong(string name, in UntypedArray grid, in UntypedArray entries, int axis, in NdArray<long> indices)
    {
        RequireAxis(grid.Shape, axis);
        if (grid.ElementType != entries.ElementType || ElementTypes.SizeOf(grid.ElementType) < sizeof(int)) throw new ArgumentException($"{name} along an axis of {grid} with entries {entries}: they must be of one element type of 4 bytes or more", nameof(grid));
        if (grid.Rank != entries.Rank || grid.Shape.With(axis, 0) != entries.Shape.With(axis, 0)) throw new ArgumentException($"{name} along axis {axis} of an array of shape {grid.Shape} with entries of shape {entries.Shape}: the other lengths must be equal", nameof(entries));
        if (grid.Overlaps(entries)) throw new ArgumentException($"{name} along an axis of {grid} overlaps the entries {entries}: write to an array of its own", nameof(entries));
        UntypedArray wide = ((UntypedArray)indices).BroadcastTo(entries.Shape);
        if (entries.Count > 0) RequireWithin(name, indices, grid.Shape, axis);
        return wide;
    }

    private void RequireWithin(string name, in NdArray<long> indices, in Shape grid, int axis)
    {
        (nint position, long value) = FindOutside(indices, grid[axis]);
        if (position < 0) return;
        var place = new string[indices.Rank];
        for (int other = indices.Rank - 1; other >= 0; other--)
        {
            (position, nint index) = Math.DivRem(position, indices.Shape[other]);
            place[other] = $"{index}";
        }

        throw new ArgumentOutOfRangeException(nameof(indices), value, $"{name}: index {value} at place ({string.Join(", ", place)}) of the indices is outside axis {axis} of length {grid[axis]} of an array of shape {grid}");
    }
}
