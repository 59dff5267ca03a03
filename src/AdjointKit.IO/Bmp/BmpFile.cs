using System.Buffers.Binary;
using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Windows bitmaps: 1 to 32 bits, palettes, masks and runs. An image whose palette is gray is read as gray [y,x], the format having no other,
/// every other one as [y,x,c] in the order red, green, blue, opacity.
/// </summary>
internal static class BmpFile
{
    // A run of two bytes makes 255 pixels; jumps make pixels of nothing, but no writer leaves most of an image out.
    private const int LargestRunRatio = 128;

    /// <summary>Reads an image.</summary>
    /// <exception cref="FileFormatException">The file is no BMP file, or is cut or damaged.</exception>
    public static AnyArray Read(string path)
    {
        using var source = new ImageSource(path);
        BmpHeader header = BmpHeader.Read(source);
        AnyArray array = header.Bits <= 8 ? ReadIndexed(source, header) : ReadColors(source, header);
        array.Image = header.Metadata;
        return array;
    }

    private static unsafe AnyArray ReadIndexed(ImageSource source, BmpHeader header)
    {
        bool packed = header.Packing != BmpPacking.None;
        if (packed) RequireRuns(source, header);
        else RequireRows(source, header);
        bool gray = IsGray(header.Palette);
        int channels = gray ? 1 : 3;
        AnyArray array = AnyArray.Empty(ElementType.UInt8, gray ? new Shape(header.Height, header.Width) : new Shape(header.Height, header.Width, 3));
        try
        {
            byte[] runs = packed ? Runs(source, header) : [];
            var row = new byte[packed ? 0 : header.RowBytes];
            var indices = new byte[header.Width];
            for (int y = 0; y < header.Height; y++)
            {
                var place = new Span<byte>(array.Pointer + ((nint)y * header.Width * channels), header.Width * channels);
                if (packed) runs.AsSpan(y * header.Width, header.Width).CopyTo(indices);
                else
                {
                    ReadRow(source, header, y, row);
                    if (header.Bits == 8) row.AsSpan(0, header.Width).CopyTo(indices);
                    else PackedBits.Unpack(row, header.Bits, indices);
                }

                Color(indices, header.Palette, place, channels, source, header.PixelsAt);
            }
        }
        catch
        {
            array.Dispose();
            throw;
        }

        return array;
    }

    private static unsafe AnyArray ReadColors(ImageSource source, BmpHeader header)
    {
        RequireRows(source, header);
        int channels = header.Bits == 24 ? 3 : header.Masks.Length;
        AnyArray array = AnyArray.Empty(ElementType.UInt8, new Shape(header.Height, header.Width, channels));
        try
        {
            var row = new byte[header.RowBytes];
            for (int y = 0; y < header.Height; y++)
            {
                ReadRow(source, header, y, row);
                var place = new Span<byte>(array.Pointer + ((nint)y * header.Width * channels), header.Width * channels);
                if (header.Bits == 24) Reverse(row, place);
                else Unmask(row, header, place);
            }
        }
        catch
        {
            array.Dispose();
            throw;
        }

        return array;
    }

    private static void RequireRows(ImageSource source, BmpHeader header)
    {
        Int128 needed = (Int128)header.RowBytes * header.Height;
        source.Require(header.PixelsAt, (long)Int128.Min(needed, long.MaxValue), $"the pixels of an image of {header.Width} x {header.Height}");
        if ((long)header.Width * 4 > Array.MaxLength) throw source.Refused(header.PixelsAt, $"rows of {header.Width} pixels are longer than this reader takes", "cut the image into parts");
    }

    private static void RequireRuns(ImageSource source, BmpHeader header)
    {
        source.Require(header.PixelsAt, 0, "the pixels");
        long claimed = (long)header.Width * header.Height;
        if (claimed > LargestRunRatio * (source.Length - header.PixelsAt)) throw source.Damaged(header.PixelsAt, $"{header.Width} x {header.Height} pixels cannot be packed into {source.Length - header.PixelsAt} bytes");
        if (claimed > Array.MaxLength) throw source.Refused(header.PixelsAt, "the image is longer than this reader takes in runs", "save it as PNG");
    }

    private static byte[] Runs(ImageSource source, BmpHeader header)
    {
        var packed = new byte[(int)Math.Min(source.Length - header.PixelsAt, Array.MaxLength)];
        source.ReadAt(header.PixelsAt, packed, "the pixels");
        var indices = new byte[header.Width * header.Height];
        BmpRuns.Unpack(packed, header, indices, source);
        return indices;
    }

    private static void ReadRow(ImageSource source, BmpHeader header, int y, byte[] row)
    {
        long stored = header.IsTopDown ? y : header.Height - 1 - y;
        source.ReadAt(header.PixelsAt + (stored * header.RowBytes), row, "the pixels");
    }

    private static bool IsGray(byte[] palette)
    {
        for (int i = 0; i < palette.Length; i += 3)
        {
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) return false;
        }

        return true;
    }

    private static void Color(ReadOnlySpan<byte> indices, byte[] palette, Span<byte> place, int channels, ImageSource source, long at)
    {
        for (int x = 0; x < indices.Length; x++)
        {
            int entry = 3 * indices[x];
            if (entry >= palette.Length) throw source.Damaged(at, $"a pixel has colour {indices[x]} of a palette of {palette.Length / 3}");
            if (channels == 1) place[x] = palette[entry];
            else Reverse(palette.AsSpan(entry, 3), place.Slice(3 * x, 3));
        }
    }

    /// <summary>Blue, green, red as red, green, blue.</summary>
    private static void Reverse(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 3)
        {
            pixels[i] = stored[i + 2];
            pixels[i + 1] = stored[i + 1];
            pixels[i + 2] = stored[i];
        }
    }

    private static void Unmask(ReadOnlySpan<byte> row, BmpHeader header, Span<byte> pixels)
    {
        int channels = header.Masks.Length;
        for (int x = 0; x < header.Width; x++)
        {
            uint pixel = header.Bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            for (int channel = 0; channel < channels; channel++) pixels[(x * channels) + channel] = Scale(pixel, header.Masks[channel]);
        }
    }

    /// <summary>The part of a pixel under a mask, stretched to 0 to 255.</summary>
    private static byte Scale(uint pixel, uint mask)
    {
        if (mask == 0) return 0;
        int shift = BitOperations.TrailingZeroCount(mask);
        ulong most = mask >> shift;
        ulong value = (pixel & mask) >> shift;
        return (byte)(((value * 255) + (most / 2)) / most);
    }
}
