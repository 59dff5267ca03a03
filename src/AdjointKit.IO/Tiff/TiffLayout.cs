using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>How an array becomes the pages of a TIFF file.</summary>
/// <param name="Pages">The images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="PerPixel">Numbers per pixel.</param>
/// <param name="RowBytes">Bytes of a row.</param>
internal readonly record struct TiffLayout(int Pages, int Height, int Width, int PerPixel, long RowBytes)
{
    /// <summary>The layout of an array.</summary>
    /// <exception cref="ArgumentException">TIFF cannot hold the array.</exception>
    public static TiffLayout Of(AnyArray array)
    {
        Shape shape = array.Shape;
        bool hasSamples = shape.Rank == 4 || (shape.Rank == 3 && shape[2] is 2 or 3 or 4);
        int axes = shape.Rank - (hasSamples ? 1 : 0);
        if (axes is < 2 or > 3 || shape.Count == 0) throw new ArgumentException($"A TIFF file holds [y,x], [y,x,c], [page,y,x] or [page,y,x,c], not the array {array}: write it as .npy.", nameof(array));
        nint pages = axes == 3 ? shape[0] : 1;
        nint height = shape[axes - 2];
        nint width = shape[axes - 1];
        nint samples = hasSamples ? shape[shape.Rank - 1] : 1;
        if (pages > int.MaxValue || height > int.MaxValue || width > int.MaxValue || samples > ushort.MaxValue) throw new ArgumentException($"TIFF has no images as large as {array}.", nameof(array));
        return new TiffLayout((int)pages, (int)height, (int)width, (int)samples, (long)width * samples * ElementTypes.SizeOf(array.ElementType));
    }
}
