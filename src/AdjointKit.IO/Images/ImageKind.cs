namespace AdjointKit.IO;

/// <summary>An image format: how its files begin, how their names end, and who reads them.</summary>
internal sealed class ImageKind
{
    private static readonly ImageKind[] All =
    [
        new("TIFF", [".tif", ".tiff"], TiffBytes.IsLikely, TiffFile.Read),
        new("PNG", [".png"], head => head.StartsWith(PngChunks.Signature), PngFile.Read),
        new("JPEG", [".jpg", ".jpeg"], JpegFile.IsLikely, JpegFile.Read),
        new("BMP", [".bmp", ".dib"], BmpHeader.IsLikely, BmpFile.Read),
    ];

    private readonly string name;
    private readonly string[] endings;
    private readonly HeadTest isLikely;

    private ImageKind(string name, string[] endings, HeadTest isLikely, Func<string, AnyArray> read)
    {
        this.name = name;
        this.endings = endings;
        this.isLikely = isLikely;
        Read = read;
    }

    private delegate bool HeadTest(ReadOnlySpan<byte> head);

    /// <summary>Reads a file.</summary>
    public Func<string, AnyArray> Read { get; }

    /// <summary>The format of a file by its first bytes; null where they are of no image.</summary>
    public static ImageKind? Of(ReadOnlySpan<byte> head)
    {
        foreach (ImageKind kind in All)
        {
            if (kind.isLikely(head)) return kind;
        }

        return null;
    }

    /// <summary>The format that a name promises; null for the names of other files.</summary>
    public static ImageKind? Named(string path) => Array.Find(All, kind => kind.endings.Contains(Path.GetExtension(path).ToLowerInvariant()));

    /// <inheritdoc/>
    public override string ToString() => name;
}
