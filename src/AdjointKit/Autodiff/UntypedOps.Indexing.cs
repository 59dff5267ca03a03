using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Shapes, views and parts.</content>
internal static partial class UntypedOps
{
    internal static Var Reshape(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Indexing.Reshape.Rule, new Attributes { Shape = shape }, x);

    internal static Var Transpose(Var x, in AxisOrder order) => x.IsNone || order.IsIdentity ? x : x.Tape.Apply(Rules.Indexing.Transpose.Rule, new Attributes { Order = order }, x);

    internal static Var Slice(Var x, int axis, nint start, nint count, nint step) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Slice.Rule, new Attributes { Axis = AxisOf(axis, x.Shape), Start = start, Step = step, Shape = x.Shape.With(AxisOf(axis, x.Shape), count) }, x);

    /// <summary>A number everywhere but for x in a slice; with 0, the adjoint of <see cref="Slice"/>.</summary>
    internal static Var Embed(Var x, int axis, nint start, nint step, in Shape shape, Complex elsewhere = default) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Embed.Rule, new Attributes { Axis = axis, Start = start, Step = step, Shape = shape, Shift = elsewhere }, x);

    /// <summary>x with <paramref name="value"/> in a slice.</summary>
    internal static Var SetSlice(Var x, Var value, int axis, nint start, nint step) =>
        x.Tape.Apply(Rules.Indexing.SetSlice.Rule, new Attributes { Axis = axis, Start = start, Step = step }, x, value);

    /// <summary>The parts one after another along an axis.</summary>
    internal static Var Concat(ReadOnlySpan<Var> parts, int axis)
    {
        if (parts.IsEmpty) throw new ArgumentException("concat takes one part at least", nameof(parts));
        return parts[0].Tape.Apply(Rules.Indexing.Concat.Rule, new Attributes { Axis = AxisOf(axis, parts[0].Shape) }, parts);
    }

    /// <summary>The entries along an axis in reverse order.</summary>
    internal static Var Flip(Var x, int axis)
    {
        if (x.IsNone) return x;
        nint length = x.Shape[AxisOf(axis, x.Shape)];
        return length == 0 ? x : Slice(x, axis, length - 1, length, -1);
    }

    /// <summary>What the ranges take, axis by axis.</summary>
    internal static Var Part(Var x, ReadOnlySpan<AxisRange> ranges)
    {
        RequireAxes(x.Shape, ranges.Length);
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            if (ranges[axis].IsWhole) continue;
            (nint start, nint count, nint step) = ranges[axis].Along(x.Shape, axis);
            x = Slice(x, axis, start, count, step);
        }

        return Reshape(x, WithoutIndices(x.Shape, ranges));
    }

    /// <summary>x with a value, broadcast, in the part that the ranges take.</summary>
    internal static Var SetPart(Var x, Var value, ReadOnlySpan<AxisRange> ranges)
    {
        Shape shape = x.Shape;
        RequireAxes(shape, ranges.Length);
        Shape part = shape;
        for (int axis = 0; axis < ranges.Length; axis++) part = part.With(axis, ranges[axis].Along(shape, axis).Count);
        Shape place = WithoutIndices(part, ranges);
        if (BroadcastShape(place, value.Shape, nameof(Ops.Set)) != place) throw new ArgumentException($"Set: a value of shape {value.Shape} does not fit a part of shape {place}", nameof(value));
        return SetPart(x, Reshape(BroadcastTo(value, place), part), ranges, 0);
    }

    /// <summary>An axis counted from the first.</summary>
    /// <param name="axis">The axis, from the last one backwards where it is negative.</param>
    /// <param name="shape">The shape that it is an axis of.</param>
    /// <param name="op">Who asks, for the message: by default the method that calls.</param>
    internal static int AxisOf(int axis, in Shape shape, [CallerMemberName] string op = "")
    {
        int place = axis < 0 ? axis + shape.Rank : axis;
        return (uint)place < (uint)shape.Rank ? place : throw NoSuchAxis(axis, shape, op);
    }

    /// <summary>Apart, so that the check is small enough to stand in its callers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentOutOfRangeException NoSuchAxis(int axis, in Shape shape, string op) => new(nameof(axis), axis, $"{op}: an array of shape {shape} has no axis {axis}");

    /// <summary>Typed variables as untyped ones, in place: <see cref="Var{T}"/> is a <see cref="Var"/> bit for bit.</summary>
    internal static ReadOnlySpan<Var> Untyped<T>(ReadOnlySpan<Var<T>> variables)
        where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Var<T>, Var>(ref MemoryMarshal.GetReference(variables)), variables.Length);

    /// <summary>Axis by axis: the part of x under the first range is set as the others say, and goes back to its place.</summary>
    private static Var SetPart(Var x, Var value, ReadOnlySpan<AxisRange> ranges, int axis)
    {
        while (axis < ranges.Length && ranges[axis].IsWhole) axis++;
        if (axis == ranges.Length) return value;
        (nint start, nint count, nint step) = ranges[axis].Along(x.Shape, axis);
        bool isLast = true;
        for (int other = axis + 1; other < ranges.Length; other++) isLast &= ranges[other].IsWhole;
        Var inner = isLast ? value : SetPart(Slice(x, axis, start, count, step), value, ranges, axis + 1);
        return SetSlice(x, inner, axis, start, step);
    }

    private static void RequireAxes(in Shape shape, int ranges)
    {
        if (ranges > shape.Rank) throw new ArgumentException($"part: {ranges} ranges do not fit an array of shape {shape}: it has {shape.Rank} axes", nameof(ranges));
    }

    /// <summary>The shape of a part without the axes of which one index was taken.</summary>
    private static Shape WithoutIndices(in Shape part, ReadOnlySpan<AxisRange> ranges)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int rank = 0;
        for (int axis = 0; axis < part.Rank; axis++)
        {
            if (axis >= ranges.Length || !ranges[axis].IsIndex) lengths[rank++] = part[axis];
        }

        return new Shape(lengths[..rank]);
    }
}
