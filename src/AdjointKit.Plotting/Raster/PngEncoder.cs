using System.Buffers.Binary;
using System.IO.Compression;
using AdjointKit.Kernels;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Raster;

/// <summary>Writes PNG (ISO/IEC 15948): 8 bits per channel, opacity only where a pixel needs it, each row with the filter that leaves the smallest residue.</summary>
internal static class PngEncoder
{
    private const double InchesPerMetre = 1 / 0.0254;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="dotsPerInch">The density that the file states, so that prints have the intended size.</param>
    internal static byte[] Encode(PixelImage image, double dotsPerInch)
    {
        bool opaque = IsOpaque(image);
        int channels = opaque ? 3 : 4;
        using var file = new MemoryStream();
        file.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(opaque ? 2 : 6);
        header[10] = header[11] = header[12] = 0;
        WriteChunk(file, "IHDR"u8, header);

        Span<byte> density = stackalloc byte[9];
        int perMetre = (int)Math.Round(dotsPerInch * InchesPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(density, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(density[4..], perMetre);
        density[8] = 1;
        WriteChunk(file, "pHYs"u8, density);

        WriteChunk(file, "IDAT"u8, Compress(image, channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static bool IsOpaque(PixelImage image)
    {
        for (int i = 3; i < image.Pixels.Length; i += 4)
        {
            if (image.Pixels[i] != 255) return false;
        }

        return true;
    }

    private static byte[] Compress(PixelImage image, int channels)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            int bytes = image.Width * channels;
            byte[] above = new byte[bytes];
            byte[] row = new byte[bytes];
            byte[][] filtered = [new byte[bytes + 1], new byte[bytes + 1], new byte[bytes + 1], new byte[bytes + 1], new byte[bytes + 1]];
            for (byte filter = 0; filter < 5; filter++) filtered[filter][0] = filter;
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> source = image.Pixels.AsSpan(4 * y * image.Width, 4 * image.Width);
                for (int x = 0; x < image.Width; x++) source.Slice(4 * x, channels).CopyTo(row.AsSpan(x * channels));
                deflate.Write(filtered[BestFilter(row, above, channels, filtered)]);
                (row, above) = (above, row);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Fills all five candidates and names the one with the least sum of magnitudes; a row equal to the one above is Up at once.</summary>
    private static int BestFilter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, byte[][] filtered)
    {
        if (row.SequenceEqual(above))
        {
            filtered[2].AsSpan(1).Clear();
            return 2;
        }

        long none = 0, sub = 0, up = 0, average = 0, paeth = 0;
        Span<byte> f0 = filtered[0].AsSpan(1, row.Length);
        Span<byte> f1 = filtered[1].AsSpan(1, row.Length);
        Span<byte> f2 = filtered[2].AsSpan(1, row.Length);
        Span<byte> f3 = filtered[3].AsSpan(1, row.Length);
        Span<byte> f4 = filtered[4].AsSpan(1, row.Length);
        for (int i = 0; i < row.Length; i++)
        {
            int x = row[i];
            int a = i >= channels ? row[i - channels] : 0;
            int b = above[i];
            int c = i >= channels ? above[i - channels] : 0;
            f0[i] = (byte)x;
            f1[i] = (byte)(x - a);
            f2[i] = (byte)(x - b);
            f3[i] = (byte)(x - ((a + b) >> 1));
            f4[i] = (byte)(x - Paeth(a, b, c));
            none += Math.Abs((int)(sbyte)f0[i]);
            sub += Math.Abs((int)(sbyte)f1[i]);
            up += Math.Abs((int)(sbyte)f2[i]);
            average += Math.Abs((int)(sbyte)f3[i]);
            paeth += Math.Abs((int)(sbyte)f4[i]);
        }

        int best = 0;
        long least = none;
        if (sub < least) (best, least) = (1, sub);
        if (up < least) (best, least) = (2, up);
        if (average < least) (best, least) = (3, average);
        return paeth < least ? 4 : best;
    }

    private static int Paeth(int a, int b, int c)
    {
        int toA = Math.Abs(b - c);
        int toB = Math.Abs(a - c);
        int toC = Math.Abs(a + b - c - c);
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        file.Write(number);
    }
}
