using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Arrays;

/// <summary>
/// A complex number of two single-precision parts, 8 bytes, real part first: the layout of complex64 files and of <c>float2</c> on devices.
/// Products, quotients and functions are computed in double precision and rounded once.
/// </summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly partial record struct ComplexF(float Real, float Imaginary)
{
    /// <summary>0.</summary>
    public static ComplexF Zero => default;

    /// <summary>1.</summary>
    public static ComplexF One => new(1, 0);

    /// <summary>The imaginary unit i.</summary>
    public static ComplexF ImaginaryOne => new(0, 1);

    /// <summary>The absolute value.</summary>
    public float Magnitude => (float)((Complex)this).Magnitude;

    /// <summary>The argument in radians, in (-pi, pi].</summary>
    public float Phase => (float)Math.Atan2(Imaginary, Real);

    /// <summary>Every single-precision complex number is a double-precision one.</summary>
    public static implicit operator Complex(ComplexF value) => new(value.Real, value.Imaginary);

    /// <summary>Every real number is a complex one.</summary>
    public static implicit operator ComplexF(float value) => new(value, 0);

    /// <summary>Rounds both parts to single precision.</summary>
    public static explicit operator ComplexF(Complex value) => new((float)value.Real, (float)value.Imaginary);

    /// <summary>a itself.</summary>
    public static ComplexF operator +(ComplexF value) => value;

    /// <summary>-a.</summary>
    public static ComplexF operator -(ComplexF value) => new(-value.Real, -value.Imaginary);

    /// <summary>a + b.</summary>
    public static ComplexF operator +(ComplexF left, ComplexF right) => new(left.Real + right.Real, left.Imaginary + right.Imaginary);

    /// <summary>a - b.</summary>
    public static ComplexF operator -(ComplexF left, ComplexF right) => new(left.Real - right.Real, left.Imaginary - right.Imaginary);

    /// <summary>a b.</summary>
    public static ComplexF operator *(ComplexF left, ComplexF right)
    {
        // The products of two floats are exact in double.
        double ar = left.Real;
        double ai = left.Imaginary;
        double br = right.Real;
        double bi = right.Imaginary;
        return new((float)((ar * br) - (ai * bi)), (float)((ar * bi) + (ai * br)));
    }

    /// <summary>a b for a real a.</summary>
    public static ComplexF operator *(float left, ComplexF right) => new(left * right.Real, left * right.Imaginary);

    /// <summary>a b for a real b.</summary>
    public static ComplexF operator *(ComplexF left, float right) => new(left.Real * right, left.Imaginary * right);

    /// <summary>a / b.</summary>
    public static ComplexF operator /(ComplexF left, ComplexF right) => (ComplexF)((Complex)left / (Complex)right);

    /// <summary>a / b for a real b.</summary>
    public static ComplexF operator /(ComplexF left, float right) => new(left.Real / right, left.Imaginary / right);

    /// <summary>a + 1.</summary>
    public static ComplexF operator ++(ComplexF value) => new(value.Real + 1, value.Imaginary);

    /// <summary>a - 1.</summary>
    public static ComplexF operator --(ComplexF value) => new(value.Real - 1, value.Imaginary);

    /// <summary>The complex conjugate.</summary>
    public static ComplexF Conjugate(ComplexF value) => new(value.Real, -value.Imaginary);

    /// <summary>The number with a given absolute value and argument in radians.</summary>
    public static ComplexF FromPolarCoordinates(float magnitude, float phase) => (ComplexF)Complex.FromPolarCoordinates(magnitude, phase);

    /// <summary>e^a.</summary>
    public static ComplexF Exp(ComplexF value) => (ComplexF)Complex.Exp(value);

    /// <summary>The principal square root.</summary>
    public static ComplexF Sqrt(ComplexF value) => (ComplexF)Complex.Sqrt(value);

    /// <summary>The number as "&lt;re; im&gt;", as <see cref="Complex"/> writes it.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"<{Real.ToString(format, formatProvider)}; {Imaginary.ToString(format, formatProvider)}>";

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        string text = ToString(format.ToString(), provider);
        charsWritten = 0;
        if (!text.TryCopyTo(destination)) return false;
        charsWritten = text.Length;
        return true;
    }
}
