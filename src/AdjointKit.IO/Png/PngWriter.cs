using System.Buffers.Binary;
using System.IO.Compression;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>Writes arrays of uint8 and uint16 as PNG: [y,x] as gray, [y,x,c] with 2, 3 or 4 numbers as gray with opacity, RGB and RGB with opacity.</summary>
internal static class PngWriter
{
    /// <summary>Writes an image.</summary>
    /// <exception cref="ArgumentException">PNG cannot hold the array.</exception>
    public static void Write(string path, AnyArray array, ImageMetadata? metadata)
    {
        if (array.ElementType is not (ElementType.UInt8 or ElementType.UInt16)) throw new ArgumentException($"PNG holds uint8 and uint16, not the array {array}: scale and convert it first, or write it as .tif.", nameof(array));
        PngColor color = ColorOf(array);
        if (array.Shape.Count == 0 || array.Shape[0] > int.MaxValue || array.Shape[1] > int.MaxValue / 8) throw new ArgumentException($"PNG has no images of shape {array.Shape}.", nameof(array));
        var header = new PngHeader((int)array.Shape[1], (int)array.Shape[0], array.ElementType == ElementType.UInt8 ? 8 : 16, color, Interlaced: false);
        using AnyArray? contiguous = array.IsContiguous ? null : array.Copy();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(PngChunks.Signature);
            WriteChunk(stream, "IHDR"u8, header.Write());
            WriteMetadata(stream, metadata);
            WritePixels(stream, contiguous ?? array, header);
            WriteChunk(stream, "IEND"u8, []);
        });
    }

    /// <summary>Writes a chunk with its check sum.</summary>
    internal static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        stream.Write(number);
    }

    private static PngColor ColorOf(AnyArray array) => array.Shape.Rank switch
    {
        2 => PngColor.Gray,
        3 when array.Shape[2] == 2 => PngColor.GrayAlpha,
        3 when array.Shape[2] == 3 => PngColor.Rgb,
        3 when array.Shape[2] == 4 => PngColor.RgbAlpha,
        _ => throw new ArgumentException($"A PNG image is [y,x], or [y,x,c] with 2, 3 or 4 numbers per pixel, not {array}: write it as .tif or .npy.", nameof(array)),
    };

    private static void WriteMetadata(Stream stream, ImageMetadata? metadata)
    {
        if (metadata is null) return;
        (uint x, uint y) = PixelDensity.Write(metadata);
        if (x > 0)
        {
            Span<byte> density = stackalloc byte[9];
            BinaryPrimitives.WriteUInt32BigEndian(density, x);
            BinaryPrimitives.WriteUInt32BigEndian(density[4..], y);
            density[8] = 1;
            WriteChunk(stream, "pHYs"u8, density);
        }

        string text = MetadataText.Write(metadata);
        if (text.Length > 0) WriteChunk(stream, "iTXt"u8, PngText.Write(text));
    }

    private static unsafe void WritePixels(Stream stream, AnyArray array, PngHeader header)
    {
        int rowBytes = checked((int)header.RowBytes(header.Width));
        var row = new byte[rowBytes];
        var above = new byte[rowBytes];
        var differences = new byte[rowBytes];
        var best = new byte[rowBytes];
        using var chunks = new PngChunkStream(stream);
        using var packer = new ZLibStream(chunks, CompressionLevel.Optimal, leaveOpen: true);
        for (int y = 0; y < header.Height; y++)
        {
            new ReadOnlySpan<byte>(array.Pointer + ((nint)y * rowBytes), rowBytes).CopyTo(row);
            ElementBytes.Swap(row, header.ElementBytes);
            int filter = Choose(row, above, header.FilterStep, differences, best);
            packer.WriteByte((byte)filter);
            packer.Write(best);
            (row, above) = (above, row);
        }
    }

    /// <summary>The filter whose differences are smallest in sum, the usual guess of what packs best.</summary>
    private static int Choose(byte[] row, byte[] above, int step, byte[] differences, byte[] best)
    {
        long least = long.MaxValue;
        int chosen = 0;
        for (int filter = 0; filter < PngFilter.Count; filter++)
        {
            PngFilter.Apply(filter, row, above, step, differences);
            long sum = 0;
            foreach (byte value in differences) sum += Math.Abs((sbyte)value == sbyte.MinValue ? sbyte.MaxValue : (sbyte)value);
            if (sum >= least) continue;
            least = sum;
            chosen = filter;
            differences.CopyTo(best, 0);
        }

        return chosen;
    }
}
