using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Text and other numbers: what comes in is a constant, what goes out is the value.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Parse(string s, NumberStyles style, IFormatProvider? provider) => Constant(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static Dual<T> Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => Constant(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static Dual<T> Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Constant(T.Parse(s, provider));

    /// <inheritdoc/>
    public static Dual<T> Parse(string s, IFormatProvider? provider) => Constant(T.Parse(s, provider));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out Dual<T> result) => Wrap(T.TryParse(s, style, provider, out T? parsed), parsed!, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Dual<T> result) => Wrap(T.TryParse(s, style, provider, out T? parsed), parsed!, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Dual<T> result) => Wrap(T.TryParse(s, provider, out T? parsed), parsed!, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Dual<T> result) => Wrap(T.TryParse(s, provider, out T? parsed), parsed!, out result);

    /// <summary>The value as text.</summary>
    public override string ToString() => value.ToString() ?? string.Empty;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => value.ToString(format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => value.TryFormat(destination, out charsWritten, format, provider);

    /// <summary>Another number as a constant.</summary>
    static bool INumberBase<Dual<T>>.TryConvertFromChecked<TOther>(TOther value, out Dual<T> result)
    {
        result = Constant(T.CreateChecked(value));
        return true;
    }

    /// <summary>The value as another number: the derivative is left behind.</summary>
    static bool INumberBase<Dual<T>>.TryConvertToChecked<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateChecked(value.value);
        return true;
    }

    /// <summary>Another number as a constant.</summary>
    static bool INumberBase<Dual<T>>.TryConvertFromSaturating<TOther>(TOther value, out Dual<T> result)
    {
        result = Constant(T.CreateSaturating(value));
        return true;
    }

    /// <summary>The value as another number: the derivative is left behind.</summary>
    static bool INumberBase<Dual<T>>.TryConvertToSaturating<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateSaturating(value.value);
        return true;
    }

    /// <summary>Another number as a constant.</summary>
    static bool INumberBase<Dual<T>>.TryConvertFromTruncating<TOther>(TOther value, out Dual<T> result)
    {
        result = Constant(T.CreateTruncating(value));
        return true;
    }

    /// <summary>The value as another number: the derivative is left behind.</summary>
    static bool INumberBase<Dual<T>>.TryConvertToTruncating<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateTruncating(value.value);
        return true;
    }

    private static bool Wrap(bool succeeded, T parsed, out Dual<T> result)
    {
        result = succeeded ? Constant(parsed) : default;
        return succeeded;
    }
}
