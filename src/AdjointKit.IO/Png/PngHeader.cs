using System.Buffers.Binary;

namespace AdjointKit.IO;

/// <summary>The IHDR chunk of a PNG file (ISO/IEC 15948, 11.2.2).</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits per sample, or per index of a palette.</param>
/// <param name="Color">What the samples of a pixel are.</param>
/// <param name="Interlaced">Whether the rows come in the seven passes of Adam7.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColor Color, bool Interlaced)
{
    /// <summary>The length of the chunk's data.</summary>
    public const int Bytes = 13;

    /// <summary>Samples per pixel as stored; one where a pixel is an index.</summary>
    public int Samples => Color switch
    {
        PngColor.Gray or PngColor.Palette => 1,
        PngColor.GrayAlpha => 2,
        PngColor.Rgb => 3,
        _ => 4,
    };

    /// <summary>Numbers per pixel of the array: those of the samples, or red, green and blue of a palette.</summary>
    public int Channels => Color == PngColor.Palette ? 3 : Samples;

    /// <summary>Bytes per number of the array.</summary>
    public int ElementBytes => Depth == 16 ? 2 : 1;

    /// <summary>The bytes from a sample to the same one of the pixel before, as the filters see it.</summary>
    public int FilterStep => Math.Max(1, Samples * Depth / 8);

    /// <summary>The bytes of a row of some pixels, without its filter.</summary>
    public long RowBytes(long pixels) => ((pixels * Samples * Depth) + 7) / 8;

    /// <summary>Reads the header.</summary>
    public static PngHeader Read(ReadOnlySpan<byte> data, ImageSource source, long at)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw source.Damaged(at, $"a PNG image of {width} x {height} pixels cannot be");
        var header = new PngHeader((int)width, (int)height, data[8], (PngColor)data[9], data[12] == 1);
        bool known = header.Color switch
        {
            PngColor.Gray => header.Depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => header.Depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GrayAlpha or PngColor.RgbAlpha => header.Depth is 8 or 16,
            _ => false,
        };
        if (!known) throw source.Damaged(at + 8, $"PNG has no images of colour type {data[9]} with {data[8]} bits");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1) throw source.Damaged(at + 10, $"PNG has no compression {data[10]} with filters {data[11]} and interlace {data[12]}");
        return header;
    }

    /// <summary>Writes the header, not interlaced.</summary>
    public byte[] Write()
    {
        var data = new byte[Bytes];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        data[8] = (byte)Depth;
        data[9] = (byte)Color;
        return data;
    }
}

/// <summary>The colour types of PNG.</summary>
internal enum PngColor
{
    /// <summary>One sample.</summary>
    Gray = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>An index into a table of colours.</summary>
    Palette = 3,

    /// <summary>One sample and opacity.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue, opacity.</summary>
    RgbAlpha = 6,
}
