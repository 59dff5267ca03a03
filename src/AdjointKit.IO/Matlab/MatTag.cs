using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>How the numbers of a data element are stored (table 1-1 of MATLAB's "MAT-File Format").</summary>
internal enum MatStorage
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Float32 = 7,
    Float64 = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
    Utf8 = 16,
    Utf16 = 17,
    Utf32 = 18,
}

/// <summary>The tag before a data element.</summary>
/// <param name="Storage">How its numbers are stored.</param>
/// <param name="Bytes">The length of its data.</param>
/// <param name="End">Where its data ends.</param>
/// <param name="Next">Where the next element starts, after the padding to 8 bytes.</param>
internal readonly record struct MatTag(MatStorage Storage, long Bytes, long End, long Next)
{
    /// <summary>The element type of the stored numbers; null where they are none.</summary>
    public ElementType? ElementType => Storage switch
    {
        MatStorage.Int8 => Arrays.ElementType.Int8,
        MatStorage.UInt8 => Arrays.ElementType.UInt8,
        MatStorage.Int16 => Arrays.ElementType.Int16,
        MatStorage.UInt16 => Arrays.ElementType.UInt16,
        MatStorage.Int32 => Arrays.ElementType.Int32,
        MatStorage.UInt32 => Arrays.ElementType.UInt32,
        MatStorage.Float32 => Arrays.ElementType.Float32,
        MatStorage.Float64 => Arrays.ElementType.Float64,
        MatStorage.Int64 => Arrays.ElementType.Int64,
        MatStorage.UInt64 => Arrays.ElementType.UInt64,
        _ => null,
    };
}
