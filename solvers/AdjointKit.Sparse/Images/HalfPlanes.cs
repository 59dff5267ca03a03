using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Sparse;

/// <summary>
/// Images as four planes of half their height and width each, the pixels of even and odd rows and columns: networks are then four times as fast, and see twice as far (Zhang, Zuo and Zhang, "FFDNet",
/// IEEE Trans. Image Process. 27, 2018).
/// </summary>
internal static class HalfPlanes
{
    /// <summary>The planes of an image.</summary>
    internal const int Count = 4;

    /// <summary>[..., height, width] to [images, 4, height / 2, width / 2].</summary>
    internal static Var<T> Split<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (nint count, nint rows, nint columns) = HalvesOf(x.Shape);
        return Ops.Reshape(Ops.Transpose(Ops.Reshape(x, count, rows, 2, columns, 2), 0, 2, 4, 1, 3), count, Count, rows, columns);
    }

    /// <summary>The inverse of <see cref="Split"/>, to images of a shape.</summary>
    internal static Var<T> Merge<T>(Var<T> planes, Shape images)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (nint count, nint rows, nint columns) = HalvesOf(images);
        return ImageShape.Restore(Ops.Transpose(Ops.Reshape(planes, count, 2, 2, rows, columns), 0, 3, 1, 4, 2), images);
    }

    /// <summary>Whether images of a shape can be split.</summary>
    internal static void Check(Shape images)
    {
        if (images[images.Rank - 2] % 2 != 0 || images[images.Rank - 1] % 2 != 0) throw new ArgumentException($"the network takes images of even height and width, not of shape {images}: pad them", nameof(images));
    }

    private static (nint Count, nint Rows, nint Columns) HalvesOf(Shape images)
    {
        (nint rows, nint columns) = (images[images.Rank - 2] / 2, images[images.Rank - 1] / 2);
        return (images.Count / (4 * rows * columns), rows, columns);
    }
}
