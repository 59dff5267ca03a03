using System.Numerics;
using AdjointKit.Rules.Reductions;

namespace AdjointKit.Autodiff;

/// <content>Largest and smallest elements, and where they stand.</content>
public static partial class Ops
{
    /// <summary>The largest element, rank 0; NaN if any is. Equal ones share the derivative evenly.</summary>
    public static Var<T> Max<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Largest(x, default));

    /// <summary>The largest elements over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Max<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Max(x, [axis], keepAxis);

    /// <summary>The largest elements over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Max<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(UntypedOps.Largest(x, UntypedOps.Reduced(x.Shape, axes)), axes, keepAxes));

    /// <summary>The smallest element, rank 0; NaN if any is. Equal ones share the derivative evenly.</summary>
    public static Var<T> Min<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Smallest(x, default));

    /// <summary>The smallest elements over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Min<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Min(x, [axis], keepAxis);

    /// <summary>The smallest elements over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Min<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(UntypedOps.Smallest(x, UntypedOps.Reduced(x.Shape, axes)), axes, keepAxes));

    /// <summary>Where the first of the largest elements stands, counted row by row; rank 0. Not differentiated.</summary>
    public static Var<long> ArgMax<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Locate(Locate.Largest, x, default));

    /// <summary>Where the first of the largest elements stands along an axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>. Not differentiated.</summary>
    public static Var<long> ArgMax<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(UntypedOps.Locate(Locate.Largest, x, UntypedOps.Reduced(x.Shape, [axis])), [axis], keepAxis));

    /// <summary>Where the first of the smallest elements stands, counted row by row; rank 0. Not differentiated.</summary>
    public static Var<long> ArgMin<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Locate(Locate.Smallest, x, default));

    /// <summary>Where the first of the smallest elements stands along an axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>. Not differentiated.</summary>
    public static Var<long> ArgMin<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(UntypedOps.Locate(Locate.Smallest, x, UntypedOps.Reduced(x.Shape, [axis])), [axis], keepAxis));
}
