using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Sparse;

/// <summary>Images, and data where they are to be seen by convolutions, as [images, 1, height, width], and back. A line is one row.</summary>
internal static class ImageShape
{
    internal static Var<T> Planes<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = x.Shape[x.Shape.Rank - 1];
        nint height = x.Shape.Rank < 2 ? 1 : x.Shape[x.Shape.Rank - 2];
        return Ops.Reshape(x, x.Shape.Count / (height * width), 1, height, width);
    }

    internal static Var<T> Restore<T>(Var<T> planes, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<nint> lengths = stackalloc nint[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++) lengths[axis] = shape[axis];
        return Ops.Reshape(planes, lengths);
    }
}
