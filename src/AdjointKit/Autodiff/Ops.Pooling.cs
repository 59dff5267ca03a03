using System.Numerics;

namespace AdjointKit.Autodiff;

/// <content>Pools: windows over the last axis or the last two, each line or plane in front apart. Windows that would leave the array (and its padding) are left out.</content>
public static partial class Ops
{
    /// <summary>The largest element of each window over the last two axes. The sensitivity goes to the first of equal elements; what is padded is never the largest.</summary>
    /// <param name="x">Planes [..., height, width].</param>
    /// <param name="size">The window's size along the height and the width.</param>
    /// <param name="stride">From a window to the next; the size if not given.</param>
    /// <param name="padding">How far windows reach outside, less than the size; 0 if not given.</param>
    public static Var<T> MaxPool2d<T>(Var<T> x, (nint Y, nint X) size, (nint Y, nint X)? stride = null, (nint Y, nint X)? padding = null)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.PickLargest(x, x, UntypedOps.PoolOf(x, size, stride ?? size, padding ?? (0, 0))));

    /// <summary>The largest element of each window over the last axis: as <see cref="MaxPool2d{T}"/>.</summary>
    /// <param name="x">Lines [..., length].</param>
    /// <param name="size">The window's size.</param>
    /// <param name="stride">From a window to the next; the size if not given.</param>
    /// <param name="padding">How far windows reach outside, less than the size.</param>
    public static Var<T> MaxPool1d<T>(Var<T> x, nint size, nint? stride = null, nint padding = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Var row = UntypedOps.AsOneRow(x);
        return new(UntypedOps.WithoutRow(UntypedOps.PickLargest(row, row, UntypedOps.PoolOf(row, (1, size), (1, stride ?? size), (0, padding)))));
    }

    /// <summary>The mean of each window over the last two axes, what is padded counted as zeros.</summary>
    /// <param name="x">Planes [..., height, width].</param>
    /// <param name="size">The window's size along the height and the width.</param>
    /// <param name="stride">From a window to the next; the size if not given.</param>
    /// <param name="padding">How far windows reach outside, less than the size; 0 if not given.</param>
    public static Var<T> AvgPool2d<T>(Var<T> x, (nint Y, nint X) size, (nint Y, nint X)? stride = null, (nint Y, nint X)? padding = null)
        where T : unmanaged => new(UntypedOps.MeanOfWindows(x, UntypedOps.PoolOf(x, size, stride ?? size, padding ?? (0, 0)), transposed: false));

    /// <summary>The mean of each window over the last axis: as <see cref="AvgPool2d{T}"/>.</summary>
    /// <param name="x">Lines [..., length].</param>
    /// <param name="size">The window's size.</param>
    /// <param name="stride">From a window to the next; the size if not given.</param>
    /// <param name="padding">How far windows reach outside, less than the size.</param>
    public static Var<T> AvgPool1d<T>(Var<T> x, nint size, nint? stride = null, nint padding = 0)
        where T : unmanaged
    {
        Var row = UntypedOps.AsOneRow(x);
        return new(UntypedOps.WithoutRow(UntypedOps.MeanOfWindows(row, UntypedOps.PoolOf(row, (1, size), (1, stride ?? size), (0, padding)), transposed: false)));
    }
}
