using System.Globalization;
using System.Numerics;

namespace AdjointKit.Arrays;

/// <summary>Reads single elements of host arrays whose type is known at run time, for messages and debuggers.</summary>
internal static unsafe class ArrayElements
{
    /// <summary>An element as a number, a complex one by its magnitude: NaN where a part is NaN, else infinite where a part is.</summary>
    /// <param name="array">An array in host memory.</param>
    /// <param name="element">The place of the element, counted from the first one of the array in elements.</param>
    internal static double NumberAt(in UntypedArray array, nint element)
    {
        byte* at = array.Pointer + (element * ElementTypes.SizeOf(array.ElementType));
        return array.ElementType switch
        {
            ElementType.Boolean or ElementType.UInt8 => *at,
            ElementType.Int8 => *(sbyte*)at,
            ElementType.Int16 => *(short*)at,
            ElementType.UInt16 => *(ushort*)at,
            ElementType.Int32 => *(int*)at,
            ElementType.UInt32 => *(uint*)at,
            ElementType.Int64 => *(long*)at,
            ElementType.UInt64 => *(ulong*)at,
            ElementType.Float16 => (double)*(Half*)at,
            ElementType.Float32 => *(float*)at,
            ElementType.Float64 => *(double*)at,
            ElementType.Complex64 => Magnitude(*(ComplexF*)at),
            _ => Magnitude(*(Complex*)at),
        };
    }

    /// <summary>An element as text.</summary>
    /// <param name="array">An array in host memory.</param>
    /// <param name="element">As for <see cref="NumberAt"/>.</param>
    /// <param name="format">The format of a real number; integers are written in full.</param>
    internal static string TextAt(in UntypedArray array, nint element, string format)
    {
        byte* at = array.Pointer + (element * ElementTypes.SizeOf(array.ElementType));
        return array.ElementType switch
        {
            ElementType.Boolean => *at == 0 ? "false" : "true",
            ElementType.Int64 => (*(long*)at).ToString(CultureInfo.InvariantCulture),
            ElementType.UInt64 => (*(ulong*)at).ToString(CultureInfo.InvariantCulture),
            ElementType.Float16 or ElementType.Float32 or ElementType.Float64 => NumberAt(array, element).ToString(format, CultureInfo.InvariantCulture),
            ElementType.Complex64 => Text(*(ComplexF*)at, format),
            ElementType.Complex128 => Text(*(Complex*)at, format),
            _ => NumberAt(array, element).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static double Magnitude(Complex value) => Complex.IsNaN(value) || double.IsNaN(value.Real) || double.IsNaN(value.Imaginary) ? double.NaN : Complex.Abs(value);

    private static string Text(Complex value, string format)
    {
        string imaginary = value.Imaginary.ToString(format, CultureInfo.InvariantCulture);
        return $"{value.Real.ToString(format, CultureInfo.InvariantCulture)}{(imaginary.StartsWith('-') ? string.Empty : "+")}{imaginary}i";
    }
}
