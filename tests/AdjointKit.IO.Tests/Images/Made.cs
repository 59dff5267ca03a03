namespace AdjointKit.IO.Tests.Images;

/// <summary>TIFF files as no program at hand writes them.</summary>
internal static class Made
{
    /// <summary>A little-endian file whose pixels are given bytes; every strip has the same length, and the same place where one is given.</summary>
    public static void Tiff(string path, byte[] pixels, int width, int height, int bits, int rowsPerStrip, int? offset = null, int? count = null, params TiffField[] more)
    {
        using FileStream stream = File.Create(path);
        var writer = new TiffDirectoryWriter(stream, big: false);
        writer.WriteHead();
        Page(stream, writer, pixels, width, height, bits, rowsPerStrip, offset, count, more);
    }

    /// <summary>One page of such a file.</summary>
    public static void Page(Stream stream, TiffDirectoryWriter writer, byte[] pixels, int width, int height, int bits, int rowsPerStrip, int? offset = null, int? count = null, params TiffField[] more)
    {
        long start = stream.Position;
        stream.Write(pixels);
        int strips = (height + rowsPerStrip - 1) / rowsPerStrip;
        int length = count ?? (((width * bits) + 7) / 8 * rowsPerStrip);
        writer.Write(
        [
            new(TiffTag.ImageWidth, TiffEntry.Long, [width]),
            new(TiffTag.ImageLength, TiffEntry.Long, [height]),
            new(TiffTag.BitsPerSample, TiffEntry.Short, [bits]),
            new(TiffTag.Compression, TiffEntry.Short, [TiffCompression.None]),
            new(TiffTag.StripOffsets, TiffEntry.Long, [.. Enumerable.Range(0, strips).Select(i => offset ?? start + ((long)i * length))]),
            new(TiffTag.RowsPerStrip, TiffEntry.Long, [rowsPerStrip]),
            new(TiffTag.StripByteCounts, TiffEntry.Long, [.. Enumerable.Repeat((long)length, strips)]),
            .. more,
        ]);
    }
}
