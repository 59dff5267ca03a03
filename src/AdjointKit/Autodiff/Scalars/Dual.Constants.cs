using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Constants, and what can be said of the value.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> One => Constant(T.One);

    /// <inheritdoc/>
    public static Dual<T> Zero => Constant(T.Zero);

    /// <inheritdoc/>
    public static Dual<T> NegativeOne => Constant(T.NegativeOne);

    /// <inheritdoc/>
    public static Dual<T> E => Constant(T.E);

    /// <inheritdoc/>
    public static Dual<T> Pi => Constant(T.Pi);

    /// <inheritdoc/>
    public static Dual<T> Tau => Constant(T.Tau);

    /// <inheritdoc/>
    public static Dual<T> Epsilon => Constant(T.Epsilon);

    /// <inheritdoc/>
    public static Dual<T> NaN => Constant(T.NaN);

    /// <inheritdoc/>
    public static Dual<T> NegativeInfinity => Constant(T.NegativeInfinity);

    /// <inheritdoc/>
    public static Dual<T> NegativeZero => Constant(T.NegativeZero);

    /// <inheritdoc/>
    public static Dual<T> PositiveInfinity => Constant(T.PositiveInfinity);

    /// <inheritdoc/>
    public static Dual<T> AdditiveIdentity => Constant(T.AdditiveIdentity);

    /// <inheritdoc/>
    public static Dual<T> MultiplicativeIdentity => Constant(T.MultiplicativeIdentity);

    /// <inheritdoc/>
    public static int Radix => T.Radix;

    /// <inheritdoc/>
    public static bool IsCanonical(Dual<T> value) => T.IsCanonical(value.value);

    /// <inheritdoc/>
    public static bool IsComplexNumber(Dual<T> value) => T.IsComplexNumber(value.value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(Dual<T> value) => T.IsEvenInteger(value.value);

    /// <inheritdoc/>
    public static bool IsFinite(Dual<T> value) => T.IsFinite(value.value);

    /// <inheritdoc/>
    public static bool IsImaginaryNumber(Dual<T> value) => T.IsImaginaryNumber(value.value);

    /// <inheritdoc/>
    public static bool IsInfinity(Dual<T> value) => T.IsInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsInteger(Dual<T> value) => T.IsInteger(value.value);

    /// <inheritdoc/>
    public static bool IsNaN(Dual<T> value) => T.IsNaN(value.value);

    /// <inheritdoc/>
    public static bool IsNegative(Dual<T> value) => T.IsNegative(value.value);

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(Dual<T> value) => T.IsNegativeInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsNormal(Dual<T> value) => T.IsNormal(value.value);

    /// <inheritdoc/>
    public static bool IsOddInteger(Dual<T> value) => T.IsOddInteger(value.value);

    /// <inheritdoc/>
    public static bool IsPositive(Dual<T> value) => T.IsPositive(value.value);

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(Dual<T> value) => T.IsPositiveInfinity(value.value);

    /// <inheritdoc/>
    public static bool IsRealNumber(Dual<T> value) => T.IsRealNumber(value.value);

    /// <inheritdoc/>
    public static bool IsSubnormal(Dual<T> value) => T.IsSubnormal(value.value);

    /// <inheritdoc/>
    public static bool IsZero(Dual<T> value) => T.IsZero(value.value);
}
