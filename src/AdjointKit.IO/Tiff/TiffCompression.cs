using System.IO.Compression;

namespace AdjointKit.IO;

/// <summary>How strips and tiles are packed.</summary>
internal static class TiffCompression
{
    /// <summary>Not at all.</summary>
    public const int None = 1;

    /// <summary>Lempel, Ziv and Welch.</summary>
    public const int Lzw = 5;

    /// <summary>Deflate with the frame of zlib.</summary>
    public const int Deflate = 8;

    private const int OldDeflate = 32946;
    private const int PackBits = 32773;

    /// <summary>Whether a predictor may stand before the packing.</summary>
    public static bool HasPredictor(int method) => method is Lzw or Deflate or OldDeflate;

    /// <summary>The largest number of bytes that one packed byte makes; 0 for a packing that is not read.</summary>
    public static int LargestRatio(int method) => method switch
    {
        None => 1,
        PackBits => 64,
        Deflate or OldDeflate => 1032,

        // A code of 12 bits stands for at most 3838 bytes.
        Lzw => 2560,
        _ => 0,
    };

    /// <summary>Opens the decoder of a stretch of the file.</summary>
    public static Stream Open(int method, Stream packed) => method switch
    {
        None => packed,
        PackBits => new PackBitsStream(packed),
        Lzw => new LzwStream(packed),
        _ => new ZLibStream(packed, CompressionMode.Decompress),
    };

    /// <summary>The name of a packing that is not read, for messages.</summary>
    public static string NameOf(long method) => method switch
    {
        2 or 3 or 4 or 32771 => "as a facsimile (CCITT)",
        6 or 7 or 34892 => "as JPEG inside TIFF",
        33003 or 33005 or 34712 => "as JPEG 2000",
        34661 => "by JBIG",
        34887 => "by LERC",
        34925 => "by LZMA",
        50000 => "by Zstandard",
        50001 => "as WebP",
        _ => $"by method {method}",
    };
}
