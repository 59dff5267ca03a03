using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Rules.Convolution;

namespace AdjointKit.Autodiff;

/// <content>Pools.</content>
internal static partial class UntypedOps
{
    internal static Var PickLargest(Var x, Var t, object shape) => t.IsNone ? t : t.Tape.Apply(LargestOfWindows.Rule, new Attributes { Subject = shape }, x, t);

    internal static Var PlaceLargest(Var x, Var y, object shape) => y.IsNone ? y : y.Tape.Apply(PlacedInWindows.Rule, new Attributes { Subject = shape }, x, y);

    internal static Var MeanOfWindows(Var x, object shape, bool transposed) => x.IsNone
        ? x
        : x.Tape.Apply(transposed ? Rules.Convolution.MeanOfWindows.Transposed : Rules.Convolution.MeanOfWindows.Plain, new Attributes { Subject = shape }, x);

    /// <summary>The windows over the last two axes as an object.</summary>
    internal static object PoolOf(Var x, (nint Y, nint X) size, (nint Y, nint X) stride, (nint Y, nint X) padding)
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2) throw new ArgumentException($"pooling of planes takes an array of two axes or more, not of shape {shape}", nameof(x));
        var pool = new PoolShape(new WindowAxis(shape[-2], size.Y, stride.Y, padding.Y, 1), new WindowAxis(shape[-1], size.X, stride.X, padding.X, 1));
        pool.Check(shape);
        return x.Tape.Compute.Backend.Plans.Pool(pool);
    }

    /// <summary>[..., length] as [..., 1, length].</summary>
    internal static Var AsOneRow(Var x)
    {
        if (x.Shape.Rank == 0) throw new ArgumentException("pooling of lines takes an array of one axis or more, not a number of shape ()", nameof(x));
        return AsRow(x);
    }

    /// <summary>[..., 1, length] as [..., length].</summary>
    internal static Var WithoutRow(Var x) => Reshape(x, x.Shape.Without(x.Shape.Rank - 2));
}
