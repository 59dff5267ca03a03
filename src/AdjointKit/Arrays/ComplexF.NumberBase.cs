using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AdjointKit.Arrays;

/// <content>The generic-math interfaces, so that code written for any number runs with this one. What is not arithmetic goes through <see cref="Complex"/>.</content>
public readonly partial record struct ComplexF : INumberBase<ComplexF>, ISignedNumber<ComplexF>
{
    static int INumberBase<ComplexF>.Radix => 2;

    static ComplexF IAdditiveIdentity<ComplexF, ComplexF>.AdditiveIdentity => Zero;

    static ComplexF IMultiplicativeIdentity<ComplexF, ComplexF>.MultiplicativeIdentity => One;

    static ComplexF ISignedNumber<ComplexF>.NegativeOne => new(-1, 0);

    /// <summary>The absolute value, as a complex number.</summary>
    public static ComplexF Abs(ComplexF value) => new(value.Magnitude, 0);

    /// <inheritdoc/>
    public static bool IsFinite(ComplexF value) => float.IsFinite(value.Real) && float.IsFinite(value.Imaginary);

    /// <inheritdoc/>
    public static bool IsInfinity(ComplexF value) => float.IsInfinity(value.Real) || float.IsInfinity(value.Imaginary);

    /// <inheritdoc/>
    public static bool IsNaN(ComplexF value) => !IsInfinity(value) && !IsFinite(value);

    /// <inheritdoc/>
    public static bool IsRealNumber(ComplexF value) => value.Imaginary == 0 && float.IsRealNumber(value.Real);

    /// <inheritdoc/>
    public static ComplexF Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), NumberStyles.Float | NumberStyles.AllowThousands, provider);

    /// <inheritdoc/>
    public static ComplexF Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, NumberStyles.Float | NumberStyles.AllowThousands, provider);

    /// <inheritdoc/>
    public static ComplexF Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    /// <inheritdoc/>
    public static ComplexF Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => (ComplexF)Complex.Parse(s, style, provider);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ComplexF result) =>
        TryParse(s.AsSpan(), NumberStyles.Float | NumberStyles.AllowThousands, provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ComplexF result) =>
        TryParse(s, NumberStyles.Float | NumberStyles.AllowThousands, provider, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out ComplexF result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out ComplexF result)
    {
        bool parsed = Complex.TryParse(s, style, provider, out Complex value);
        result = (ComplexF)value;
        return parsed;
    }

    static bool INumberBase<ComplexF>.IsCanonical(ComplexF value) => true;

    static bool INumberBase<ComplexF>.IsComplexNumber(ComplexF value) => value.Real != 0 && value.Imaginary != 0;

    static bool INumberBase<ComplexF>.IsEvenInteger(ComplexF value) => value.Imaginary == 0 && float.IsEvenInteger(value.Real);

    static bool INumberBase<ComplexF>.IsImaginaryNumber(ComplexF value) => value.Real == 0 && float.IsRealNumber(value.Imaginary);

    static bool INumberBase<ComplexF>.IsInteger(ComplexF value) => value.Imaginary == 0 && float.IsInteger(value.Real);

    static bool INumberBase<ComplexF>.IsNegative(ComplexF value) => value.Imaginary == 0 && float.IsNegative(value.Real);

    static bool INumberBase<ComplexF>.IsNegativeInfinity(ComplexF value) => value.Imaginary == 0 && float.IsNegativeInfinity(value.Real);

    static bool INumberBase<ComplexF>.IsNormal(ComplexF value) => float.IsNormal(value.Real) && (value.Imaginary == 0 || float.IsNormal(value.Imaginary));

    static bool INumberBase<ComplexF>.IsOddInteger(ComplexF value) => value.Imaginary == 0 && float.IsOddInteger(value.Real);

    static bool INumberBase<ComplexF>.IsPositive(ComplexF value) => value.Imaginary == 0 && float.IsPositive(value.Real);

    static bool INumberBase<ComplexF>.IsPositiveInfinity(ComplexF value) => value.Imaginary == 0 && float.IsPositiveInfinity(value.Real);

    static bool INumberBase<ComplexF>.IsSubnormal(ComplexF value) => float.IsSubnormal(value.Real) || float.IsSubnormal(value.Imaginary);

    static bool INumberBase<ComplexF>.IsZero(ComplexF value) => value.Real == 0 && value.Imaginary == 0;

    static ComplexF INumberBase<ComplexF>.MaxMagnitude(ComplexF x, ComplexF y) => (ComplexF)Complex.MaxMagnitude(x, y);

    static ComplexF INumberBase<ComplexF>.MaxMagnitudeNumber(ComplexF x, ComplexF y) => IsNaN(x) ? y : IsNaN(y) ? x : (ComplexF)Complex.MaxMagnitude(x, y);

    static ComplexF INumberBase<ComplexF>.MinMagnitude(ComplexF x, ComplexF y) => (ComplexF)Complex.MinMagnitude(x, y);

    static ComplexF INumberBase<ComplexF>.MinMagnitudeNumber(ComplexF x, ComplexF y) => IsNaN(x) ? y : IsNaN(y) ? x : (ComplexF)Complex.MinMagnitude(x, y);

    static bool INumberBase<ComplexF>.TryConvertFromChecked<TOther>(TOther value, out ComplexF result) => TryConvertFrom(value, out result);

    static bool INumberBase<ComplexF>.TryConvertFromSaturating<TOther>(TOther value, out ComplexF result) => TryConvertFrom(value, out result);

    static bool INumberBase<ComplexF>.TryConvertFromTruncating<TOther>(TOther value, out ComplexF result) => TryConvertFrom(value, out result);

    static bool INumberBase<ComplexF>.TryConvertToChecked<TOther>(ComplexF value, [MaybeNullWhen(false)] out TOther result)
    {
        if (TryConvertToComplex(value, out result)) return true;
        result = value.Imaginary == 0 ? TOther.CreateChecked(value.Real) : throw new OverflowException($"{value} has an imaginary part and is no {typeof(TOther).Name}.");
        return true;
    }

    static bool INumberBase<ComplexF>.TryConvertToSaturating<TOther>(ComplexF value, [MaybeNullWhen(false)] out TOther result)
    {
        if (!TryConvertToComplex(value, out result)) result = TOther.CreateSaturating(value.Real);
        return true;
    }

    static bool INumberBase<ComplexF>.TryConvertToTruncating<TOther>(ComplexF value, [MaybeNullWhen(false)] out TOther result)
    {
        if (!TryConvertToComplex(value, out result)) result = TOther.CreateTruncating(value.Real);
        return true;
    }

    private static bool TryConvertFrom<TOther>(TOther value, out ComplexF result)
        where TOther : INumberBase<TOther>
    {
        if (typeof(TOther) == typeof(Complex)) result = (ComplexF)(Complex)(object)value;
        else if (typeof(TOther) == typeof(ComplexF)) result = (ComplexF)(object)value;
        else result = new ComplexF(float.CreateTruncating(value), 0);
        return true;
    }

    private static bool TryConvertToComplex<TOther>(ComplexF value, [MaybeNullWhen(false)] out TOther result)
        where TOther : INumberBase<TOther>
    {
        result = default;
        if (typeof(TOther) == typeof(Complex)) result = (TOther)(object)(Complex)value;
        else if (typeof(TOther) == typeof(ComplexF)) result = (TOther)(object)value;
        else return false;
        return true;
    }
}
