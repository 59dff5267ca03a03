using System.Buffers;
using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Shapes and views, parts and their writing; an index or a range per axis is the indexer of <see cref="Var{T}"/>.</content>
public static partial class Ops
{
    /// <summary>The elements under another shape of as many elements; one length may be -1: what is left.</summary>
    public static Var<T> Reshape<T>(Var<T> x, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        int open = lengths.IndexOf(-1);
        if (open < 0) return new(UntypedOps.Reshape(x, new Shape(lengths)));
        Span<nint> filled = stackalloc nint[Shape.MaxRank];
        lengths.CopyTo(filled);
        filled[open] = 1;
        var others = new Shape(filled[..lengths.Length]);
        if (others.Count == 0 || x.Shape.Count % others.Count != 0) throw new ArgumentException($"reshape: an array of shape {x.Shape} has {x.Shape.Count} elements, which the other lengths of {others} do not divide", nameof(lengths));
        return new(UntypedOps.Reshape(x, others.With(open, x.Shape.Count / others.Count)));
    }

    /// <summary>The axes in another order, a view: axis k of the result is axis <c>order[k]</c> of x. Without an order the axes are reversed.</summary>
    public static Var<T> Transpose<T>(Var<T> x, params ReadOnlySpan<int> order)
        where T : unmanaged
    {
        Shape shape = x.Shape;
        Span<int> reversed = stackalloc int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++) reversed[axis] = shape.Rank - 1 - axis;
        return new(UntypedOps.Transpose(x, new AxisOrder(order.Length == 0 ? reversed : order, shape)));
    }

    /// <summary>The array without an axis of length 1.</summary>
    public static Var<T> Squeeze<T>(Var<T> x, int axis)
        where T : unmanaged => x.Shape[UntypedOps.AxisOf(axis, x.Shape)] == 1
            ? new(UntypedOps.Reshape(x, x.Shape.Without(UntypedOps.AxisOf(axis, x.Shape))))
            : throw new ArgumentException($"Squeeze: axis {axis} of an array of shape {x.Shape} has length {x.Shape[axis]}, not 1", nameof(axis));

    /// <summary>The array with a new axis of length 1, which is axis <paramref name="axis"/> of the result.</summary>
    public static Var<T> ExpandDims<T>(Var<T> x, int axis)
        where T : unmanaged => new(Expanded(x, axis, nameof(ExpandDims)));

    /// <summary>A view of <paramref name="count"/> entries along an axis, from <paramref name="start"/> on, every <paramref name="step"/>-th; backwards if the step is negative.</summary>
    public static Var<T> Slice<T>(Var<T> x, int axis, nint start, nint count, nint step = 1)
        where T : unmanaged => new(UntypedOps.Slice(x, axis, start, count, step));

    /// <summary>A view of one entry along an axis, which goes.</summary>
    public static Var<T> Select<T>(Var<T> x, int axis, nint index)
        where T : unmanaged
    {
        int place = UntypedOps.AxisOf(axis, x.Shape);
        if (index < 0 || index >= x.Shape[place]) throw new ArgumentOutOfRangeException(nameof(index), index, $"Select: index {index} is outside axis {axis} of an array of shape {x.Shape}");
        return new(UntypedOps.Reshape(UntypedOps.Slice(x, place, index, 1, 1), x.Shape.Without(place)));
    }

    /// <summary>A view with the entries along an axis in reverse order.</summary>
    public static Var<T> Flip<T>(Var<T> x, int axis)
        where T : unmanaged => new(UntypedOps.Flip(x, axis));

    /// <summary>x with a value, broadcast, in the part that the ranges take: what a write to <c>x[ranges]</c> would leave. x itself stays as it is.</summary>
    /// <param name="x">The array.</param>
    /// <param name="value">What stands in the part.</param>
    /// <param name="ranges">An index or a range per axis, as for the indexer of <see cref="Var{T}"/>.</param>
    public static Var<T> Set<T>(Var<T> x, Var<T> value, params ReadOnlySpan<AxisRange> ranges)
        where T : unmanaged => new(UntypedOps.SetPart(x, value, ranges));

    /// <summary>Arrays one after another along an axis; they agree in the other lengths.</summary>
    public static Var<T> Concat<T>(ReadOnlySpan<Var<T>> parts, int axis = 0)
        where T : unmanaged => new(UntypedOps.Concat(UntypedOps.Untyped(parts), axis));

    /// <summary>Arrays of one shape side by side along a new axis, which is axis <paramref name="axis"/> of the result.</summary>
    public static Var<T> Stack<T>(ReadOnlySpan<Var<T>> parts, int axis = 0)
        where T : unmanaged
    {
        if (parts.IsEmpty) throw new ArgumentException("Stack takes one part at least", nameof(parts));
        Var<T>[] expanded = ArrayPool<Var<T>>.Shared.Rent(parts.Length);
        for (int k = 0; k < parts.Length; k++)
        {
            if (parts[k].Shape != parts[0].Shape) throw new ArgumentException($"stack: part {k} has shape {parts[k].Shape} and part 0 shape {parts[0].Shape}; the shapes must be equal", nameof(parts));
            expanded[k] = new(Expanded(parts[k], axis, nameof(Stack)));
        }

        Var<T> stacked = Concat<T>(expanded.AsSpan(0, parts.Length), axis < 0 ? axis + parts[0].Shape.Rank + 1 : axis);
        ArrayPool<Var<T>>.Shared.Return(expanded, clearArray: true);
        return stacked;
    }

    /// <summary>Views of the parts of given lengths along an axis, one after another; the lengths add up to that of the axis.</summary>
    public static Var<T>[] Split<T>(Var<T> x, ReadOnlySpan<nint> lengths, int axis = 0)
        where T : unmanaged
    {
        nint start = 0;
        foreach (nint length in lengths) start += length;
        int along = UntypedOps.AxisOf(axis, x.Shape);
        if (start != x.Shape[along]) throw new ArgumentException($"Split: parts of together {start} entries do not fill axis {axis} of an array of shape {x.Shape}", nameof(lengths));
        var parts = new Var<T>[lengths.Length];
        start = 0;
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k] = Slice(x, along, start, lengths[k]);
            start += lengths[k];
        }

        return parts;
    }

    /// <summary>Views of equal parts along an axis, one after another.</summary>
    public static Var<T>[] Split<T>(Var<T> x, int parts, int axis = 0)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        if (parts < 1 || x.Shape[along] % parts != 0) throw new ArgumentException($"Split: axis {axis} of an array of shape {x.Shape} does not split into {parts} equal parts", nameof(parts));
        Span<nint> lengths = parts <= 64 ? stackalloc nint[parts] : new nint[parts];
        lengths.Fill(x.Shape[along] / parts);
        return Split(x, lengths, along);
    }

    /// <summary>The array with entries before and behind it along each axis.</summary>
    /// <param name="x">The array.</param>
    /// <param name="widths">How many entries before and behind, one pair per axis.</param>
    /// <param name="mode">What they are.</param>
    /// <param name="value">The number of <see cref="PadMode.Constant"/>.</param>
    public static Var<T> Pad<T>(Var<T> x, ReadOnlySpan<(nint Before, nint Behind)> widths, PadMode mode = PadMode.Constant, Complex value = default)
        where T : unmanaged
    {
        if (widths.Length != x.Shape.Rank) throw new ArgumentException($"Pad: {widths.Length} pairs of widths do not fit an array of shape {x.Shape}: one pair per axis", nameof(widths));
        Var padded = x;
        for (int axis = 0; axis < widths.Length; axis++)
        {
            if (widths[axis] != default) padded = UntypedOps.Pad(padded, axis, widths[axis].Before, widths[axis].Behind, mode, value);
        }

        return new(padded);
    }

    /// <summary>The whole array repeated along each axis: a b a b.</summary>
    /// <param name="x">The array.</param>
    /// <param name="counts">How often, one number per axis.</param>
    public static Var<T> Tile<T>(Var<T> x, params ReadOnlySpan<nint> counts)
        where T : unmanaged
    {
        if (counts.Length != x.Shape.Rank) throw new ArgumentException($"Tile: {counts.Length} counts do not fit an array of shape {x.Shape}: one per axis", nameof(counts));
        Var tiled = x;
        for (int axis = 0; axis < counts.Length; axis++) tiled = UntypedOps.Repeat(tiled, axis, counts[axis], 1);
        return new(tiled);
    }

    /// <summary>Each entry along an axis repeated: a a b b.</summary>
    public static Var<T> Repeat<T>(Var<T> x, nint count, int axis)
        where T : unmanaged => new(UntypedOps.Repeat(x, UntypedOps.AxisOf(axis, x.Shape), 1, count));

    /// <summary>The entries moved along an axis by a number of places, those that leave it coming in at the other end.</summary>
    public static Var<T> Roll<T>(Var<T> x, nint shift, int axis)
        where T : unmanaged
    {
        int along = UntypedOps.AxisOf(axis, x.Shape);
        nint length = x.Shape[along];
        nint head = length == 0 ? 0 : ((shift % length) + length) % length;
        return head == 0 ? x : Concat([Slice(x, along, length - head, head), Slice(x, along, 0, length - head)], along);
    }

    private static Var Expanded(Var x, int axis, string op)
    {
        Shape shape = x.Shape;
        int place = axis < 0 ? axis + shape.Rank + 1 : axis;
        if (place < 0 || place > shape.Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"{op}: an array of shape {shape} gets a new axis at 0 to {shape.Rank}");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank + 1];
        for (int other = 0; other <= shape.Rank; other++) lengths[other] = other == place ? 1 : shape[other < place ? other : other - 1];
        return UntypedOps.Reshape(x, new Shape(lengths[..(shape.Rank + 1)]));
    }
}
