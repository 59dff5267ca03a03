using System.IO.Compression;

namespace AdjointKit.IO.Tests.Images;

/// <summary>
/// Small images of 18 rows and 21 columns that other programs wrote: tifffile 2023.2.3, tiffcp of libtiff 4.5, Pillow 9.4, ImageMagick 6.9 and pnmtopng of
/// Netpbm. Their pixels are formulas of row and column.
/// </summary>
internal static class OtherPrograms
{
    public const int Rows = 18;
    public const int Columns = 21;

    public static readonly IReadOnlyDictionary<string, byte[]> Files = Unpack();

    /// <summary>The number that a kind of image has in a row, a column and a channel.</summary>
    public static double Value(string kind, int y, int x, int c) => kind switch
    {
        "u8" => ((19 * x) + (37 * y)) & 255,
        "u16" => ((4099 * x) + (771 * y)) & 65535,
        "u32" => (1000003 * x) + (7919 * y),
        "i8" => Value("u8", y, x, c) - 128,
        "i16" => Value("u16", y, x, c) - 32768,
        "float" => (0.5 * x) - (0.25 * y),
        "rgb" => ((19 * x) + (37 * y) + (71 * c)) & 255,
        "rgb16" => ((4099 * x) + (771 * y) + (9001 * c)) & 65535,
        "rgba" => c == 3 ? Value("u8", y, x, 0) : Value("rgb", y, x, c),
        "la" => c == 1 ? Value("rgb", y, x, 1) : Value("u8", y, x, 0),
        "bit1" => (x + y) % 3 == 0 ? 1 : 0,
        "gray2" => (x + (2 * y)) & 3,
        "gray4" => (x + (2 * y)) & 15,
        "palette" => c switch
        {
            0 => 16 * Value("gray4", y, x, 0),
            1 => 255 - (10 * Value("gray4", y, x, 0)),
            _ => Value("gray4", y, x, 0),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind of image"),
    };

    private static Dictionary<string, byte[]> Unpack()
    {
        using var archive = new ZipArchive(typeof(OtherPrograms).Assembly.GetManifestResourceStream("OtherPrograms.zip")!);
        return archive.Entries.ToDictionary(entry => entry.Name, Bytes);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
