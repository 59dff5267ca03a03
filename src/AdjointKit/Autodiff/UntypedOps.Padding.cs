using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Repeating and padding, built of views and copies.</content>
internal static partial class UntypedOps
{
    /// <summary>One axis: the whole of it <paramref name="tiles"/> times, each entry <paramref name="repeats"/> times.</summary>
    internal static Var Repeat(Var x, int axis, nint tiles, nint repeats)
    {
        Shape shape = x.Shape;
        ArgumentOutOfRangeException.ThrowIfNegative(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(repeats);
        if (tiles == 1 && repeats == 1) return x;
        nint length = shape[axis];
        (nint before, nint behind) = Around(shape, axis);
        Var spread = BroadcastTo(Reshape(x, new Shape(before, 1, length, 1, behind)), new Shape(before, tiles, length, repeats, behind));
        return Reshape(spread, shape.With(axis, tiles * length * repeats));
    }

    /// <summary>Entries before and behind along one axis.</summary>
    internal static Var Pad(Var x, int axis, nint before, nint behind, PadMode mode, Complex value)
    {
        nint length = x.Shape[axis];
        if (before < 0 || behind < 0) throw new ArgumentOutOfRangeException(nameof(before), $"({before}, {behind})", $"Pad: the widths ({before}, {behind}) of axis {axis} of an array of shape {x.Shape} are negative: take a part to make an array smaller");
        if (mode == PadMode.Constant) return Embed(x, axis, before, 1, x.Shape.With(axis, before + length + behind), value);
        nint most = mode switch
        {
            PadMode.Edge => length == 0 ? 0 : nint.MaxValue,
            PadMode.Reflect => Math.Max(length - 1, 0),
            _ => length,
        };
        if (Math.Max(before, behind) > most) throw new ArgumentOutOfRangeException(nameof(before), $"({before}, {behind})", $"Pad: axis {axis} of an array of shape {x.Shape} has {most} entries to pad it with ({mode}), not {Math.Max(before, behind)}");
        (Var head, Var tail) = mode switch
        {
            PadMode.Edge => (Repeat(Slice(x, axis, 0, 1, 1), axis, before, 1), Repeat(Slice(x, axis, length - 1, 1, 1), axis, behind, 1)),
            PadMode.Reflect => (Slice(x, axis, before, before, -1), Slice(x, axis, Math.Max(length - 2, 0), behind, -1)),
            _ => (Slice(x, axis, length - before, before, 1), Slice(x, axis, 0, behind, 1)),
        };
        return Concat([head, x, tail], axis);
    }

    /// <summary>The numbers of combinations of indices before and behind an axis.</summary>
    private static (nint Before, nint Behind) Around(in Shape shape, int axis)
    {
        nint before = 1;
        nint behind = 1;
        for (int other = 0; other < axis; other++) before *= shape[other];
        for (int other = axis + 1; other < shape.Rank; other++) behind *= shape[other];
        return (before, behind);
    }
}
