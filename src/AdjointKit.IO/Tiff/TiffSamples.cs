using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>How the samples of a TIFF image are stored.</summary>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="Type">The element type of the array that holds them.</param>
internal readonly record struct TiffSamples(int Bits, ElementType Type)
{
    private const int Unsigned = 1;
    private const int Signed = 2;
    private const int Floating = 3;
    private const int Untold = 4;
    private const int Complex = 6;

    /// <summary>Whether a sample takes whole bytes, one element of the array.</summary>
    public bool IsWhole => Bits == 8 * ElementTypes.SizeOf(Type);

    /// <summary>Bytes of an element of the array.</summary>
    public int Size => ElementTypes.SizeOf(Type);

    /// <summary>The samples of a format and a number of bits; null where they are not read.</summary>
    public static TiffSamples? Of(long format, long bits)
    {
        ElementType? type = (format, bits) switch
        {
            (Unsigned or Untold, >= 1 and <= 8) => ElementType.UInt8,
            (Unsigned or Untold, >= 9 and <= 16) => ElementType.UInt16,
            (Unsigned or Untold, 32) => ElementType.UInt32,
            (Unsigned or Untold, 64) => ElementType.UInt64,
            (Signed, 8) => ElementType.Int8,
            (Signed, 16) => ElementType.Int16,
            (Signed, 32) => ElementType.Int32,
            (Signed, 64) => ElementType.Int64,
            (Floating, 16) => ElementType.Float16,
            (Floating, 32) => ElementType.Float32,
            (Floating, 64) => ElementType.Float64,
            (Complex, 64) => ElementType.Complex64,
            (Complex, 128) => ElementType.Complex128,
            _ => null,
        };
        return type is ElementType known ? new TiffSamples((int)bits, known) : null;
    }

    /// <summary>What TIFF calls the format of an element type.</summary>
    public static int FormatOf(ElementType type) => type switch
    {
        ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 => Signed,
        ElementType.Float16 or ElementType.Float32 or ElementType.Float64 => Floating,
        ElementType.Complex64 or ElementType.Complex128 => Complex,
        _ => Unsigned,
    };

    /// <summary>Turns the samples of a row into elements of the array.</summary>
    /// <param name="row">The samples as stored; destroyed.</param>
    /// <param name="bigEndian">Their byte order.</param>
    /// <param name="predictor">What was done to them.</param>
    /// <param name="perPixel">Samples of a pixel that lie together.</param>
    /// <param name="elements">The elements.</param>
    public void Unpack(Span<byte> row, bool bigEndian, int predictor, int perPixel, Span<byte> elements)
    {
        if (!IsWhole)
        {
            if (Bits < 8) PackedBits.Unpack(row, Bits, elements);
            else PackedBits.UnpackWide(row, Bits, elements);
            return;
        }

        if (predictor == TiffPredictor.Floating)
        {
            TiffPredictor.UndoFloating(row, Size, perPixel, elements);
            return;
        }

        row.CopyTo(elements);
        if (bigEndian) ElementBytes.Swap(elements, Type);
        if (predictor == TiffPredictor.Difference) TiffPredictor.UndoDifference(elements, Size, perPixel);
    }
}
