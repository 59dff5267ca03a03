using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Autodiff;

/// <summary>Arithmetic.</summary>
public readonly partial struct Dual<T>
{
    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(Dual<T> left, Dual<T> right) => new(left.value + right.value, left.tangent + right.tangent);

    /// <summary>a - b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> left, Dual<T> right) => new(left.value - right.value, left.tangent - right.tangent);

    /// <summary>a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(Dual<T> left, Dual<T> right) => Chain(left.value * right.value, right.value, left, left.value, right);

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(Dual<T> left, Dual<T> right)
    {
        T quotient = left.value / right.value;
        T reciprocal = T.One / right.value;
        return Chain(quotient, reciprocal, left, -quotient * reciprocal, right);
    }

    /// <summary>a + b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(Dual<T> left, double right) => Chain(left.value + Strong.Number<T>(right), T.One, left);

    /// <summary>a + b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(double left, Dual<T> right) => right + left;

    /// <summary>a - b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> left, double right) => left + (-right);

    /// <summary>a - b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(double left, Dual<T> right) => Chain(Strong.Number<T>(left) - right.value, T.NegativeOne, right);

    /// <summary>a b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(Dual<T> left, double right) => Chain(left.value * Strong.Number<T>(right), Strong.Number<T>(right), left);

    /// <summary>a b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(double left, Dual<T> right) => right * left;

    /// <summary>a / b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(Dual<T> left, double right) => Chain(left.value / Strong.Number<T>(right), T.One / Strong.Number<T>(right), left);

    /// <summary>a / b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(double left, Dual<T> right)
    {
        T quotient = Strong.Number<T>(left) / right.value;
        return Chain(quotient, -quotient / right.value, right);
    }

    /// <summary>a.</summary>
    public static Dual<T> operator +(Dual<T> value) => value;

    /// <summary>-a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> value) => Chain(-value.value, T.NegativeOne, value);

    /// <summary>a + 1.</summary>
    public static Dual<T> operator ++(Dual<T> value) => Chain(value.value + T.One, T.One, value);

    /// <summary>a - 1.</summary>
    public static Dual<T> operator --(Dual<T> value) => Chain(value.value - T.One, T.One, value);

    /// <summary>The remainder a - b trunc(a / b); the whole number of times is held fixed.</summary>
    public static Dual<T> operator %(Dual<T> left, Dual<T> right) =>
        Chain(left.value % right.value, T.One, left, -T.Truncate(left.value / right.value), right);

    /// <inheritdoc/>
    public static Dual<T> Ieee754Remainder(Dual<T> left, Dual<T> right)
    {
        T remainder = T.Ieee754Remainder(left.value, right.value);
        return Chain(remainder, T.One, left, -T.Round((left.value - remainder) / right.value), right);
    }

    /// <inheritdoc/>
    public static Dual<T> FusedMultiplyAdd(Dual<T> left, Dual<T> right, Dual<T> addend)
    {
        Dual<T> product = left * right;
        return Chain(T.FusedMultiplyAdd(left.value, right.value, addend.value), T.One, product, T.One, addend);
    }

    /// <inheritdoc/>
    public static Dual<T> MultiplyAddEstimate(Dual<T> left, Dual<T> right, Dual<T> addend) => FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    public static Dual<T> Lerp(Dual<T> value1, Dual<T> value2, Dual<T> amount) => FusedMultiplyAdd(value1, One - amount, value2 * amount);
}
