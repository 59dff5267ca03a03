namespace AdjointKit.IO;

/// <summary>The strips or tiles of an image: its rectangles, each packed by itself, row by row of rectangles, and plane by plane where there are planes.</summary>
internal sealed class TiffSegments
{
    private readonly TiffPage page;
    private readonly long[] offsets;
    private readonly long[] counts;

    private readonly bool isTiled;

    private TiffSegments(TiffPage page, bool tiled, int width, int height, long[] offsets, long[] counts)
    {
        this.page = page;
        isTiled = tiled;
        this.offsets = offsets;
        this.counts = counts;
        Width = width;
        Height = height;
    }

    /// <summary>Columns of a rectangle.</summary>
    public int Width { get; }

    /// <summary>Rows of a rectangle; strips end with the image, tiles may reach over its rim.</summary>
    public int Height { get; }

    /// <summary>Samples of a pixel that lie together.</summary>
    public int PerPixel => page.IsPlanar ? 1 : page.PerPixel;

    /// <summary>Bytes of an unpacked row.</summary>
    public long RowBytes => (((long)Width * PerPixel * page.Samples.Bits) + 7) / 8;

    /// <summary>The rectangles side by side.</summary>
    public int Across => (int)(((long)page.Width + Width - 1) / Width);

    /// <summary>The rectangles one below the other.</summary>
    public int Down => (int)(((long)page.Height + Height - 1) / Height);

    /// <summary>All rectangles of all planes.</summary>
    public int Count => offsets.Length;

    /// <summary>The packed bytes of all rectangles.</summary>
    public long PackedBytes { get; private set; }

    /// <summary>What they unpack to.</summary>
    public Int128 UnpackedBytes { get; private set; }

    /// <summary>Reads where the rectangles lie, and checks that they can be what they claim.</summary>
    public static TiffSegments Read(TiffDirectory directory, TiffPage page, ImageSource source)
    {
        bool tiled = directory.Has(TiffTag.TileOffsets) || directory.Has(TiffTag.TileWidth);
        long width = tiled ? directory.Whole(TiffTag.TileWidth) : page.Width;
        long height = tiled ? directory.Whole(TiffTag.TileLength) : Math.Min(directory.Whole(TiffTag.RowsPerStrip, page.Height), page.Height);
        if (width is <= 0 or > int.MaxValue || height is <= 0 or > int.MaxValue) throw source.Damaged(page.At, $"strips or tiles of {width} x {height} pixels cannot be");
        Int128 count = (Int128)((page.Width + width - 1) / width) * ((page.Height + height - 1) / height) * (page.IsPlanar ? page.PerPixel : 1);
        TiffTag places = tiled ? TiffTag.TileOffsets : TiffTag.StripOffsets;
        TiffTag lengths = tiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts;
        long most = (long)Int128.Min(count, Array.MaxLength);
        long[] starts = directory.Wholes(places, most);
        if (starts.Length < count) throw source.Damaged(page.At, $"{places} names {starts.Length} places, the image of {page.Width} x {page.Height} pixels has {count}");
        long[] packed = directory.Wholes(lengths, most);
        var segments = new TiffSegments(page, tiled, (int)width, (int)height, starts, packed.Length == starts.Length ? packed : new long[starts.Length]);
        segments.Check(source, packed.Length);
        return segments;
    }

    /// <summary>The rows of a rectangle that belong to the image.</summary>
    public int VisibleRowsOf(int segment) => Math.Min(Height, page.Height - TopOf(segment));

    /// <summary>The plane of a rectangle.</summary>
    public int PlaneOf(int segment) => segment / (Across * Down);

    /// <summary>The first row of a rectangle.</summary>
    public int TopOf(int segment) => segment % (Across * Down) / Across * Height;

    /// <summary>The first column of a rectangle.</summary>
    public int LeftOf(int segment) => segment % Across * Width;

    /// <summary>Opens the decoder of a rectangle.</summary>
    public UnpackedData Open(int segment, ImageSource source)
    {
        Stream packed = source.Window(offsets[segment], counts[segment], "a strip or tile");
        if (page.HasReversedBits) packed = new ReversedBitsStream(packed);
        return new UnpackedData(TiffCompression.Open(page.Packing, packed), source, offsets[segment]);
    }

    private void Check(ImageSource source, int stated)
    {
        int ratio = TiffCompression.LargestRatio(page.Packing);
        for (int i = 0; i < Count; i++)
        {
            Int128 claimed = (Int128)RowBytes * (isTiled ? Height : VisibleRowsOf(i));

            // What is not packed has the length that it must have, whatever old writers state.
            if (page.Packing == TiffCompression.None) counts[i] = (long)Int128.Min(claimed, long.MaxValue);
            else if (stated < Count) throw source.Damaged(page.At, $"the lengths of {Count} strips or tiles are missing");
            source.Require(offsets[i], counts[i], "a strip or tile");
            if (claimed > (Int128)ratio * counts[i]) throw source.Damaged(offsets[i], $"a strip or tile of {claimed} bytes cannot be packed into {counts[i]}");
            PackedBytes += counts[i];
            UnpackedBytes += claimed;
        }

        if (PackedBytes > source.Length) throw source.Damaged(page.At, $"the strips or tiles take {PackedBytes} bytes, more than the file has, so they lie over each other");
        if (RowBytes * 16 > Array.MaxLength) throw source.Refused(page.At, $"rows of {RowBytes} bytes are longer than this reader takes", "cut the image into parts");
        if (page.Packing == TiffCompression.Lzw) RefuseOldCodes(source);
    }

    /// <summary>Before version 5 the codes of LZW came lowest bit first: their first one, 256, then starts with these two bytes.</summary>
    private void RefuseOldCodes(ImageSource source)
    {
        Span<byte> first = stackalloc byte[2];
        if (Count == 0 || counts[0] < first.Length || page.HasReversedBits) return;
        source.ReadAt(offsets[0], first, "a strip or tile");
        if (first[0] == 0 && (first[1] & 1) != 0) throw source.Refused(offsets[0], "the pixels are packed by LZW in its form before TIFF 5, which is not read", "save the image anew");
    }
}
