namespace AdjointKit.IO;

/// <summary>The pixels that one pass holds: every so many columns and rows from a first one on. A plain image is one pass over all.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly PngPass[] Plain = [new(0, 0, 1, 1)];
    private static readonly PngPass[] Adam7 = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>The passes of an image, in the order of the file.</summary>
    public static PngPass[] Of(PngHeader header) => header.Interlaced ? Adam7 : Plain;

    /// <summary>The columns of a pass.</summary>
    public long Columns(int width) => width <= X ? 0 : ((long)width - X + StepX - 1) / StepX;

    /// <summary>The rows of a pass; none where it has no columns.</summary>
    public long Rows(int width, int height) => height <= Y || width <= X ? 0 : ((long)height - Y + StepY - 1) / StepY;

    /// <summary>The bytes of all passes with the filter of every row.</summary>
    public static Int128 TotalBytes(PngHeader header)
    {
        Int128 total = 0;
        foreach (PngPass pass in Of(header)) total += (Int128)(1 + header.RowBytes(pass.Columns(header.Width))) * pass.Rows(header.Width, header.Height);
        return total;
    }
}
