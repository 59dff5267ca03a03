using System.Diagnostics.CodeAnalysis;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>How an element lies in a file: its type and the order of its bytes, written as NumPy does ("&lt;f4", "&gt;i2", "u1").</summary>
/// <param name="Type">The element type.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
public readonly record struct ElementFormat(ElementType Type, bool BigEndian = false)
{
    /// <summary>The size of one element in bytes.</summary>
    public int Size => ElementTypes.SizeOf(Type);

    /// <summary>Reads a format such as "f4", "&lt;f4", "&gt;f4", "|u1", "i2", "c8", "b1". Without a mark the order is little-endian.</summary>
    /// <exception cref="ArgumentException">The text names no number type.</exception>
    public static ElementFormat Parse(string text) => TryParse(text, out ElementFormat format)
        ? format
        : throw new ArgumentException($"`{text}` is no element type: use f2, f4, f8, c8, c16, i1 to i8, u1 to u8 or b1, with < (little-endian, the default) or > (big-endian) before it.", nameof(text));

    /// <summary>As <see cref="Parse"/>, but gives false where the text names no number type.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ElementFormat format)
    {
        format = default;
        if (string.IsNullOrEmpty(text)) return false;
        bool marked = text[0] is '<' or '>' or '=' or '|';
        ElementType? type = (marked ? text[1..] : text) switch
        {
            "b1" or "?" or "bool" => ElementType.Boolean,
            "i1" or "b" or "int8" => ElementType.Int8,
            "u1" or "B" or "uint8" => ElementType.UInt8,
            "i2" or "h" or "int16" => ElementType.Int16,
            "u2" or "H" or "uint16" => ElementType.UInt16,
            "i4" or "i" or "int32" => ElementType.Int32,
            "u4" or "I" or "uint32" => ElementType.UInt32,
            "i8" or "q" or "int64" => ElementType.Int64,
            "u8" or "Q" or "uint64" => ElementType.UInt64,
            "f2" or "e" or "float16" => ElementType.Float16,
            "f4" or "f" or "float32" => ElementType.Float32,
            "f8" or "d" or "float64" => ElementType.Float64,
            "c8" or "F" or "complex64" => ElementType.Complex64,
            "c16" or "D" or "complex128" => ElementType.Complex128,
            _ => null,
        };
        if (type is null) return false;
        format = new ElementFormat(type.Value, text[0] == '>');
        return true;
    }

    /// <summary>The format as NumPy writes it.</summary>
    public override string ToString()
    {
        string kind = Type switch
        {
            ElementType.Boolean => "b",
            ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 => "i",
            ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 => "u",
            ElementType.Complex64 or ElementType.Complex128 => "c",
            _ => "f",
        };
        string order = Size == 1 ? "|" : BigEndian ? ">" : "<";
        return $"{order}{kind}{Size}";
    }
}
