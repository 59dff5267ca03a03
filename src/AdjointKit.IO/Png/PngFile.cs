using System.IO.Compression;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Portable Network Graphics (ISO/IEC 15948). Every depth and colour type is read, interlaced or not, as the numbers that are stored: gray as [y,x],
/// the others and palettes as [y,x,c].
/// </summary>
internal static class PngFile
{
    // Deflate makes at most 1032 bytes of one.
    private const int LargestRatio = 1032;

    /// <summary>Reads an image.</summary>
    /// <exception cref="FileFormatException">The file is no PNG file, or is cut or damaged.</exception>
    public static AnyArray Read(string path)
    {
        using var source = new ImageSource(path);
        PngChunks chunks = PngChunks.Read(source);
        PngHeader header = chunks.Header;
        long start = chunks.Pixels[0].At;
        Int128 claimed = PngPass.TotalBytes(header);
        if (claimed > (Int128)LargestRatio * chunks.PixelBytes) throw source.Damaged(start, $"{header.Width} x {header.Height} pixels cannot be packed into {chunks.PixelBytes} bytes");
        if ((long)header.Width * header.Channels * header.ElementBytes > Array.MaxLength) throw source.Refused(start, $"rows of {header.Width} pixels are longer than this reader takes", "cut the image into parts");
        if (UnpackedData.NeedsTrial(claimed, chunks.PixelBytes))
        {
            using UnpackedData trial = Unpack(source, chunks);
            trial.Skip((long)claimed);
        }

        Shape shape = header.Channels == 1 ? new Shape(header.Height, header.Width) : new Shape(header.Height, header.Width, header.Channels);
        AnyArray array = AnyArray.Empty(header.ElementBytes == 2 ? ElementType.UInt16 : ElementType.UInt8, shape);
        try
        {
            using UnpackedData data = Unpack(source, chunks);
            foreach (PngPass pass in PngPass.Of(header)) ReadPass(data, pass, chunks, array, source);
            data.Finish();
        }
        catch
        {
            array.Dispose();
            throw;
        }

        array.Warnings = source.Warnings;
        array.Image = chunks.Metadata;
        return array;
    }

    private static UnpackedData Unpack(ImageSource source, PngChunks chunks) =>
        new(new ZLibStream(new PngPixelStream(source, chunks.Pixels), CompressionMode.Decompress), source, chunks.Pixels[0].At);

    private static unsafe void ReadPass(UnpackedData data, PngPass pass, PngChunks chunks, AnyArray target, ImageSource source)
    {
        PngHeader header = chunks.Header;
        long rows = pass.Rows(header.Width, header.Height);
        if (rows == 0) return;
        int columns = (int)pass.Columns(header.Width);
        int rowBytes = checked((int)header.RowBytes(columns));
        var row = new byte[rowBytes];
        var above = new byte[rowBytes];
        int pixelBytes = header.Channels * header.ElementBytes;
        var pixels = new byte[checked(columns * pixelBytes)];
        Span<byte> filter = stackalloc byte[1];
        for (long i = 0; i < rows; i++)
        {
            data.Read(filter);
            if (filter[0] >= PngFilter.Count) throw source.Damaged(chunks.Pixels[0].At, $"a row has filter {filter[0]}, which PNG does not have");
            data.Read(row);
            PngFilter.Undo(filter[0], row, above, header.FilterStep);
            ToPixels(row, header, chunks.Palette, pixels, source, chunks.Pixels[0].At);
            byte* place = target.Pointer + ((((nint)(pass.Y + (i * pass.StepY)) * header.Width) + pass.X) * pixelBytes);
            Place(pixels, place, pixelBytes, pass.StepX);
            (row, above) = (above, row);
        }
    }

    /// <summary>The bytes of a row as numbers of the array.</summary>
    private static void ToPixels(ReadOnlySpan<byte> row, PngHeader header, byte[] palette, Span<byte> pixels, ImageSource source, long at)
    {
        if (header.Color == PngColor.Palette)
        {
            Span<byte> indices = pixels[..(pixels.Length / 3)];
            if (header.Depth == 8) row.CopyTo(indices);
            else PackedBits.Unpack(row, header.Depth, indices);

            // From the end: a colour takes three bytes, its index only one of those before them.
            for (int i = indices.Length - 1; i >= 0; i--)
            {
                int entry = 3 * indices[i];
                if (entry >= palette.Length) throw source.Damaged(at, $"a pixel has colour {entry / 3} of a palette of {palette.Length / 3}");
                palette.AsSpan(entry, 3).CopyTo(pixels[(3 * i)..]);
            }

            return;
        }

        if (header.Depth < 8)
        {
            PackedBits.Unpack(row, header.Depth, pixels);
            return;
        }

        row.CopyTo(pixels);
        if (header.Depth == 16) ElementBytes.Swap(pixels, 2);
    }

    private static unsafe void Place(ReadOnlySpan<byte> pixels, byte* place, int pixelBytes, int step)
    {
        if (step == 1)
        {
            pixels.CopyTo(new Span<byte>(place, pixels.Length));
            return;
        }

        for (int i = 0; i < pixels.Length; i += pixelBytes) pixels.Slice(i, pixelBytes).CopyTo(new Span<byte>(place + ((nint)i * step), pixelBytes));
    }
}
