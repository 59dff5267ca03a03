using System.Numerics;

namespace AdjointKit.Arrays;

/// <summary>The element types that an <see cref="NdArray{T}"/> can hold.</summary>
public enum ElementType
{
    /// <summary>A truth value, one byte.</summary>
    Boolean,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>IEEE half precision.</summary>
    Float16,

    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>IEEE double precision.</summary>
    Float64,

    /// <summary>Two single-precision numbers, real then imaginary.</summary>
    Complex64,

    /// <summary>Two double-precision numbers, real then imaginary.</summary>
    Complex128,
}

/// <summary>Facts about element types: the only place where a type parameter is compared with concrete types.</summary>
public static class ElementTypes
{
    /// <summary>The element type of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not one of <see cref="ElementType"/>.</exception>
    public static ElementType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return ElementType.Float32;
        if (typeof(T) == typeof(double)) return ElementType.Float64;
        if (typeof(T) == typeof(ComplexF)) return ElementType.Complex64;
        if (typeof(T) == typeof(Complex)) return ElementType.Complex128;
        if (typeof(T) == typeof(bool)) return ElementType.Boolean;
        if (typeof(T) == typeof(sbyte)) return ElementType.Int8;
        if (typeof(T) == typeof(byte)) return ElementType.UInt8;
        if (typeof(T) == typeof(short)) return ElementType.Int16;
        if (typeof(T) == typeof(ushort)) return ElementType.UInt16;
        if (typeof(T) == typeof(int)) return ElementType.Int32;
        if (typeof(T) == typeof(uint)) return ElementType.UInt32;
        if (typeof(T) == typeof(long)) return ElementType.Int64;
        if (typeof(T) == typeof(ulong)) return ElementType.UInt64;
        if (typeof(T) == typeof(Half)) return ElementType.Float16;
        throw new NotSupportedException($"An array cannot hold elements of type {typeof(T)}: use a number, bool, ComplexF or Complex.");
    }

    /// <summary>The type of the parts of a complex type; a real type itself.</summary>
    public static ElementType RealOf(ElementType type) => type switch
    {
        ElementType.Complex64 => ElementType.Float32,
        ElementType.Complex128 => ElementType.Float64,
        _ => type,
    };

    /// <summary>The complex type with parts of a given real type; a complex type itself.</summary>
    public static ElementType ComplexOf(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Complex64 => ElementType.Complex64,
        ElementType.Float64 or ElementType.Complex128 => ElementType.Complex128,
        _ => throw new NotSupportedException($"There is no complex type with parts of type {type}: use float or double."),
    };

    /// <summary>Whether elements have a real and an imaginary part.</summary>
    public static bool IsComplex(ElementType type) => type is ElementType.Complex64 or ElementType.Complex128;

    /// <summary>The size of one element in bytes.</summary>
    public static int SizeOf(ElementType type) => Sizes[(int)type];

    /// <summary>In the order of <see cref="ElementType"/>.</summary>
    private static ReadOnlySpan<byte> Sizes => [1, 1, 1, 2, 2, 4, 4, 8, 8, 2, 4, 8, 8, 16];
}
