using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>How SEG-Y stores a sample; the numbers are the standard's codes.</summary>
public enum SegySampleFormat
{
    /// <summary>Not stated.</summary>
    None = 0,

    /// <summary>4-byte floating point of IBM's System/360: hexadecimal exponent, 24-bit fraction.</summary>
    IbmFloat32 = 1,

    /// <summary>4-byte two's complement integer.</summary>
    Int32 = 2,

    /// <summary>2-byte two's complement integer.</summary>
    Int16 = 3,

    /// <summary>4-byte fixed point with gain (obsolete; read only): an unused byte, an exponent g, a 2-byte integer m; the value is m 2^g.</summary>
    FixedPointGain = 4,

    /// <summary>4-byte IEEE floating point.</summary>
    Float32 = 5,

    /// <summary>8-byte IEEE floating point.</summary>
    Float64 = 6,

    /// <summary>3-byte two's complement integer.</summary>
    Int24 = 7,

    /// <summary>1-byte two's complement integer.</summary>
    Int8 = 8,

    /// <summary>8-byte two's complement integer.</summary>
    Int64 = 9,

    /// <summary>4-byte unsigned integer.</summary>
    UInt32 = 10,

    /// <summary>2-byte unsigned integer.</summary>
    UInt16 = 11,

    /// <summary>8-byte unsigned integer.</summary>
    UInt64 = 12,

    /// <summary>3-byte unsigned integer.</summary>
    UInt24 = 15,

    /// <summary>1-byte unsigned integer.</summary>
    UInt8 = 16,
}

/// <summary>Facts about sample formats.</summary>
internal static class SegySampleFormats
{
    public const string Known = "1 to 12, 15 and 16";

    public static bool IsKnown(int code) => code is (>= 1 and <= 12) or 15 or 16;

    /// <summary>The bytes of one sample in the file.</summary>
    public static int Width(SegySampleFormat format) => format switch
    {
        SegySampleFormat.Int8 or SegySampleFormat.UInt8 => 1,
        SegySampleFormat.Int16 or SegySampleFormat.UInt16 => 2,
        SegySampleFormat.Int24 or SegySampleFormat.UInt24 => 3,
        SegySampleFormat.Float64 or SegySampleFormat.Int64 or SegySampleFormat.UInt64 => 8,
        _ => 4,
    };

    /// <summary>The element type that a sample has in memory. IBM numbers are float32, which holds every fraction of theirs; fixed point with gain needs float64.</summary>
    public static ElementType Native(SegySampleFormat format) => format switch
    {
        SegySampleFormat.IbmFloat32 or SegySampleFormat.Float32 => ElementType.Float32,
        SegySampleFormat.Float64 or SegySampleFormat.FixedPointGain => ElementType.Float64,
        SegySampleFormat.Int8 => ElementType.Int8,
        SegySampleFormat.UInt8 => ElementType.UInt8,
        SegySampleFormat.Int16 => ElementType.Int16,
        SegySampleFormat.UInt16 => ElementType.UInt16,
        SegySampleFormat.Int32 or SegySampleFormat.Int24 => ElementType.Int32,
        SegySampleFormat.UInt32 or SegySampleFormat.UInt24 => ElementType.UInt32,
        SegySampleFormat.Int64 => ElementType.Int64,
        SegySampleFormat.UInt64 => ElementType.UInt64,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, $"the sample format codes are {Known}"),
    };

    /// <summary>The format that stores an element type without loss.</summary>
    public static SegySampleFormat For(ElementType type) => type switch
    {
        ElementType.Float16 or ElementType.Float32 => SegySampleFormat.Float32,
        ElementType.Float64 => SegySampleFormat.Float64,
        ElementType.Boolean or ElementType.UInt8 => SegySampleFormat.UInt8,
        ElementType.Int8 => SegySampleFormat.Int8,
        ElementType.Int16 => SegySampleFormat.Int16,
        ElementType.UInt16 => SegySampleFormat.UInt16,
        ElementType.Int32 => SegySampleFormat.Int32,
        ElementType.UInt32 => SegySampleFormat.UInt32,
        ElementType.Int64 => SegySampleFormat.Int64,
        ElementType.UInt64 => SegySampleFormat.UInt64,
        _ => throw new ArgumentException($"Traces cannot hold {type}: write the real part, the modulus or the phase.", nameof(type)),
    };
}
