using System.IO.Compression;
using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>
/// Writes arrays of every element type as TIFF: [y,x] as gray; [y,x,c] with 2 to 4 numbers per pixel as one image of so many samples; [page,y,x] and
/// [page,y,x,c] as pages. Little-endian, in strips, as they are or deflated; BigTIFF where 4 GB do not suffice.
/// </summary>
internal static class TiffWriter
{
    private const int StripBytes = 1 << 18;
    private const long LargestOrdinary = uint.MaxValue - (1L << 24);

    /// <summary>Writes an array.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="array">The elements.</param>
    /// <param name="metadata">What the file shall say besides; null: nothing.</param>
    /// <param name="deflate">Whether the pixels are packed.</param>
    /// <exception cref="ArgumentException">The array has less than two or more than four axes, or no elements.</exception>
    public static void Write(string path, AnyArray array, ImageMetadata? metadata, bool deflate) =>
        Write(path, array, metadata, deflate, big: (long)array.Shape.Count * ElementTypes.SizeOf(array.ElementType) > LargestOrdinary);

    /// <summary>As <see cref="Write(string, AnyArray, ImageMetadata?, bool)"/>, as BigTIFF or not.</summary>
    internal static void Write(string path, AnyArray array, ImageMetadata? metadata, bool deflate, bool big)
    {
        TiffLayout layout = TiffLayout.Of(array);
        using AnyArray? contiguous = array.IsContiguous ? null : array.Copy();
        AtomicFile.Write(path, stream =>
        {
            var directories = new TiffDirectoryWriter(stream, big);
            directories.WriteHead();
            for (int page = 0; page < layout.Pages; page++)
            {
                List<(long At, long Length)> strips = WritePixels(stream, contiguous ?? array, layout, page, deflate);
                directories.Write(Fields(array, layout, strips, page == 0 ? metadata : null, deflate, big));
            }
        });
    }

    private static int RowsPerStrip(TiffLayout layout) => (int)Math.Clamp(StripBytes / layout.RowBytes, 1, layout.Height);

    private static unsafe List<(long At, long Length)> WritePixels(Stream stream, AnyArray array, TiffLayout layout, int page, bool deflate)
    {
        var strips = new List<(long, long)>();
        int rows = RowsPerStrip(layout);
        byte* pixels = array.Pointer + ((nint)page * layout.Height * (nint)layout.RowBytes);
        for (int top = 0; top < layout.Height; top += rows)
        {
            long at = stream.Position;
            byte* strip = pixels + (top * (nint)layout.RowBytes);
            long bytes = Math.Min(rows, layout.Height - top) * layout.RowBytes;
            if (deflate)
            {
                using var packer = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true);
                WriteBytes(packer, strip, bytes);
            }
            else WriteBytes(stream, strip, bytes);

            strips.Add((at, stream.Position - at));
        }

        return strips;
    }

    private static unsafe void WriteBytes(Stream stream, byte* bytes, long count)
    {
        for (long done = 0; done < count; done += StripBytes) stream.Write(new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(StripBytes, count - done)));
    }

    private static List<TiffField> Fields(AnyArray array, TiffLayout layout, List<(long At, long Length)> strips, ImageMetadata? metadata, bool deflate, bool big)
    {
        int place = big ? TiffEntry.Long8 : TiffEntry.Long;
        int samples = layout.PerPixel;
        var fields = new List<TiffField>
        {
            new(TiffTag.ImageWidth, TiffEntry.Long, [layout.Width]),
            new(TiffTag.ImageLength, TiffEntry.Long, [layout.Height]),
            new(TiffTag.BitsPerSample, TiffEntry.Short, [.. Enumerable.Repeat(8L * ElementTypes.SizeOf(array.ElementType), samples)]),
            new(TiffTag.Compression, TiffEntry.Short, [deflate ? TiffCompression.Deflate : TiffCompression.None]),
            new(TiffTag.Photometric, TiffEntry.Short, [samples >= 3 ? 2 : 1]),
            new(TiffTag.StripOffsets, place, [.. strips.Select(strip => strip.At)]),
            new(TiffTag.SamplesPerPixel, TiffEntry.Short, [samples]),
            new(TiffTag.RowsPerStrip, TiffEntry.Long, [RowsPerStrip(layout)]),
            new(TiffTag.StripByteCounts, place, [.. strips.Select(strip => strip.Length)]),
            new(TiffTag.PlanarConfiguration, TiffEntry.Short, [1]),
            new(TiffTag.SampleFormat, TiffEntry.Short, [.. Enumerable.Repeat((long)TiffSamples.FormatOf(array.ElementType), samples)]),
        };
        if (samples is 2 or 4) fields.Add(new(TiffTag.ExtraSamples, TiffEntry.Short, [2]));
        if (metadata is not null) AddMetadata(fields, metadata);
        fields.Sort((left, right) => left.Tag.CompareTo(right.Tag));
        return fields;
    }

    private static void AddMetadata(List<TiffField> fields, ImageMetadata metadata)
    {
        string text = MetadataText.Write(metadata);
        if (text.Length > 0) fields.Add(TiffField.OfText(TiffTag.ImageDescription, text));
        (uint x, uint y) = PixelDensity.Write(metadata);
        if (x == 0) return;

        // Pixels per metre over a hundred: per centimetre.
        const int centimetre = 3;
        fields.Add(new(TiffTag.XResolution, TiffEntry.Rational, [x, 100]));
        fields.Add(new(TiffTag.YResolution, TiffEntry.Rational, [y, 100]));
        fields.Add(new(TiffTag.ResolutionUnit, TiffEntry.Short, [centimetre]));
    }
}
