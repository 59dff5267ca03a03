using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Constants, and what can be said of the value.</summary>
public readonly partial struct Active<T>
{
    /// <inheritdoc/>
    public static Active<T> One => Constant(T.One);

    /// <inheritdoc/>
    public static Active<T> Zero => Constant(T.Zero);

    /// <inheritdoc/>
    public static Active<T> NegativeOne => Constant(T.NegativeOne);

    /// <inheritdoc/>
    public static Active<T> E => Constant(T.E);

    /// <inheritdoc/>
    public static Active<T> Pi => Constant(T.Pi);

    /// <inheritdoc/>
    public static Active<T> Tau => Constant(T.Tau);

    /// <inheritdoc/>
    public static Active<T> Epsilon => Constant(T.Epsilon);

    /// <inheritdoc/>
    public static Active<T> NaN => Constant(T.NaN);

    /// <inheritdoc/>
    public static Active<T> NegativeInfinity => Constant(T.NegativeInfinity);

    /// <inheritdoc/>
    public static Active<T> NegativeZero => Constant(T.NegativeZero);

    /// <inheritdoc/>
    public static Active<T> PositiveInfinity => Constant(T.PositiveInfinity);

    /// <inheritdoc/>
    public static Active<T> AdditiveIdentity => Constant(T.AdditiveIdentity);

    /// <inheritdoc/>
    public static Active<T> MultiplicativeIdentity => Constant(T.MultiplicativeIdentity);

    /// <inheritdoc/>
    public static int Radix => T.Radix;

    /// <inheritdoc/>
    public static bool IsCanonical(Active<T> value) => T.IsCanonical(value.value);

    /// <inheritdoc/>
    public static bool IsComplexNumber(Active<T> value) => T.IsComplexNumber(value.value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(Active<T> value) => T.IsEvenInteger(value.value);

    /// <inheritdoc/>
    public static bool IsFinite(Active<T> value) => T.IsFinite(value.value);

    /// <inheritdoc/>
    public static bool IsImaginaryNumber(Active<T> value) => T.IsImaginaryNumber(value.value);

    /// <inheritdoc/>
    public static bool IsInfinity(Active<T> value) => T.IsInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsInteger(Active<T> value) => T.IsInteger(value.value);

    /// <inheritdoc/>
    public static bool IsNaN(Active<T> value) => T.IsNaN(value.value);

    /// <inheritdoc/>
    public static bool IsNegative(Active<T> value) => T.IsNegative(value.value);

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(Active<T> value) => T.IsNegativeInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsNormal(Active<T> value) => T.IsNormal(value.value);

    /// <inheritdoc/>
    public static bool IsOddInteger(Active<T> value) => T.IsOddInteger(value.value);

    /// <inheritdoc/>
    public static bool IsPositive(Active<T> value) => T.IsPositive(value.value);

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(Active<T> value) => T.IsPositiveInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsRealNumber(Active<T> value) => T.IsRealNumber(value.value);

    /// <inheritdoc/>
    public static bool IsSubnormal(Active<T> value) => T.IsSubnormal(value.value);

    /// <inheritdoc/>
    public static bool IsZero(Active<T> value) => T.IsZero(value.value);
}
