using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Converts elements of one type to another, value by value, and stops at a value that the target cannot hold: out of its range, or not whole
/// where the target is an integer. A number that is only rounded passes; NaN and infinities pass between floating types.
/// </summary>
internal static unsafe class ElementConversion
{
    private const int Block = 256;

    /// <summary>A new array of the source's elements as <typeparamref name="T"/>.</summary>
    public static NdArray<T> Convert<T>(AnyArray source)
        where T : unmanaged
    {
        ElementType target = ElementTypes.Of<T>();
        if (IsComplex(source.ElementType) && !IsComplex(target))
        {
            throw new ArgumentException($"The array {source} holds complex numbers and cannot become {target}: take its real part, modulus or phase first.", nameof(source));
        }

        NdArray<T> result = NdArray.Empty<T>(source.Shape);
        using AnyArray? contiguous = source.IsContiguous ? null : source.Copy();
        AnyArray elements = contiguous ?? source;
        nint failed = Convert(elements.Pointer, source.ElementType, (byte*)result.Pointer, target, source.Shape.Count);
        if (failed < 0) return result;
        result.Dispose();
        string value = Describe(elements.Pointer, source.ElementType, failed);
        throw new ArgumentException($"Element {failed} of the array {source} is {value}, which {target} cannot hold: {WayOut(target)}.", nameof(source));
    }

    /// <summary>Converts <paramref name="count"/> elements; gives the index of the first that does not fit, or -1.</summary>
    public static nint Convert(byte* source, ElementType sourceType, byte* target, ElementType targetType, nint count)
    {
        if (IsComplex(sourceType))
        {
            nint failed = Convert(source, PartOf(sourceType), target, PartOf(targetType), 2 * count);
            return failed < 0 ? failed : failed / 2;
        }

        if (IsComplex(targetType)) return ConvertToComplex(source, sourceType, target, PartOf(targetType), count);
        return sourceType switch
        {
            ElementType.Boolean or ElementType.UInt8 => From(source, target, targetType, count),
            ElementType.Int8 => From((sbyte*)source, target, targetType, count),
            ElementType.Int16 => From((short*)source, target, targetType, count),
            ElementType.UInt16 => From((ushort*)source, target, targetType, count),
            ElementType.Int32 => From((int*)source, target, targetType, count),
            ElementType.UInt32 => From((uint*)source, target, targetType, count),
            ElementType.Int64 => From((long*)source, target, targetType, count),
            ElementType.UInt64 => From((ulong*)source, target, targetType, count),
            ElementType.Float16 => From((Half*)source, target, targetType, count),
            ElementType.Float32 => From((float*)source, target, targetType, count),
            ElementType.Float64 => From((double*)source, target, targetType, count),
            _ => throw new ArgumentOutOfRangeException(nameof(sourceType), sourceType, "unknown element type"),
        };
    }

    /// <summary>What a user can do about a value that did not fit.</summary>
    public static string WayOut(ElementType target) => target switch
    {
        ElementType.Float32 or ElementType.Complex64 => "read it as float64 (`--precision f64`)",
        ElementType.Float64 or ElementType.Complex128 => "scale the values first",
        _ => "read it as a floating-point type",
    };

    /// <summary>One element as text.</summary>
    public static string Describe(byte* elements, ElementType type, nint index) => type switch
    {
        ElementType.Boolean or ElementType.UInt8 => elements[index].ToString(),
        ElementType.Int8 => ((sbyte*)elements)[index].ToString(),
        ElementType.Int16 => ((short*)elements)[index].ToString(),
        ElementType.UInt16 => ((ushort*)elements)[index].ToString(),
        ElementType.Int32 => ((int*)elements)[index].ToString(),
        ElementType.UInt32 => ((uint*)elements)[index].ToString(),
        ElementType.Int64 => ((long*)elements)[index].ToString(),
        ElementType.UInt64 => ((ulong*)elements)[index].ToString(),
        ElementType.Float16 => ((Half*)elements)[index].ToString(),
        ElementType.Float32 => ((float*)elements)[index].ToString(),
        ElementType.Float64 => ((double*)elements)[index].ToString(),
        ElementType.Complex64 => ((ComplexF*)elements)[index].ToString(),
        _ => ((Complex*)elements)[index].ToString(),
    };

    private static bool IsComplex(ElementType type) => type is ElementType.Complex64 or ElementType.Complex128;

    private static ElementType PartOf(ElementType complex) => complex == ElementType.Complex64 ? ElementType.Float32 : ElementType.Float64;

    private static nint ConvertToComplex(byte* source, ElementType sourceType, byte* target, ElementType part, nint count)
    {
        byte* parts = stackalloc byte[Block * sizeof(double)];
        int step = ElementTypes.SizeOf(sourceType);
        for (nint start = 0; start < count; start += Block)
        {
            nint length = Math.Min(Block, count - start);
            nint failed = Convert(source + (start * step), sourceType, parts, part, length);
            if (failed >= 0) return start + failed;
            for (nint i = 0; i < length; i++)
            {
                if (part == ElementType.Float32) ((ComplexF*)target)[start + i] = new ComplexF(((float*)parts)[i], 0);
                else ((Complex*)target)[start + i] = ((double*)parts)[i];
            }
        }

        return -1;
    }

    private static nint From<TSource>(TSource* source, byte* target, ElementType targetType, nint count)
        where TSource : unmanaged, INumber<TSource> => targetType switch
        {
            ElementType.Boolean => ToBoolean(source, target, count),
            ElementType.UInt8 => ToInteger(source, target, count),
            ElementType.Int8 => ToInteger(source, (sbyte*)target, count),
            ElementType.Int16 => ToInteger(source, (short*)target, count),
            ElementType.UInt16 => ToInteger(source, (ushort*)target, count),
            ElementType.Int32 => ToInteger(source, (int*)target, count),
            ElementType.UInt32 => ToInteger(source, (uint*)target, count),
            ElementType.Int64 => ToInteger(source, (long*)target, count),
            ElementType.UInt64 => ToInteger(source, (ulong*)target, count),
            ElementType.Float16 => ToFloating(source, (Half*)target, count),
            ElementType.Float32 => ToFloating(source, (float*)target, count),
            ElementType.Float64 => ToFloating(source, (double*)target, count),
            _ => throw new ArgumentOutOfRangeException(nameof(targetType), targetType, "unknown element type"),
        };

    private static nint ToBoolean<TSource>(TSource* source, byte* target, nint count)
        where TSource : unmanaged, INumber<TSource>
    {
        for (nint i = 0; i < count; i++)
        {
            if (!TSource.IsZero(source[i]) && source[i] != TSource.One) return i;
            target[i] = TSource.IsZero(source[i]) ? (byte)0 : (byte)1;
        }

        return -1;
    }

    private static nint ToInteger<TSource, TTarget>(TSource* source, TTarget* target, nint count)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        nint i = 0;
        try
        {
            for (; i < count; i++)
            {
                if (!TSource.IsInteger(source[i])) return i;
                target[i] = TTarget.CreateChecked(source[i]);
            }
        }
        catch (OverflowException)
        {
            return i;
        }

        return -1;
    }

    private static nint ToFloating<TSource, TTarget>(TSource* source, TTarget* target, nint count)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, IFloatingPointIeee754<TTarget>
    {
        for (nint i = 0; i < count; i++)
        {
            target[i] = TTarget.CreateTruncating(source[i]);
            if (TTarget.IsInfinity(target[i]) && TSource.IsFinite(source[i])) return i;
        }

        return -1;
    }
}
