using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Autodiff;

/// <summary>Arithmetic.</summary>
public readonly partial struct Active<T>
{
    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator +(Active<T> left, Active<T> right) => Join(left.value + right.value, left.partial, left.key, right.partial, right.key);

    /// <summary>a - b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator -(Active<T> left, Active<T> right) => Join(left.value - right.value, left.partial, left.key, -right.partial, right.key);

    /// <summary>a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator *(Active<T> left, Active<T> right) => Chain(left.value * right.value, right.value, left, left.value, right);

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator /(Active<T> left, Active<T> right)
    {
        T quotient = left.value / right.value;
        T reciprocal = T.One / right.value;
        return Chain(quotient, reciprocal, left, -quotient * reciprocal, right);
    }

    /// <summary>a + b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator +(Active<T> left, double right) => Chain(left.value + Strong.Number<T>(right), T.One, left);

    /// <summary>a + b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator +(double left, Active<T> right) => right + left;

    /// <summary>a - b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator -(Active<T> left, double right) => left + (-right);

    /// <summary>a - b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator -(double left, Active<T> right) => Chain(Strong.Number<T>(left) - right.value, T.NegativeOne, right);

    /// <summary>a b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator *(Active<T> left, double right) => Chain(left.value * Strong.Number<T>(right), Strong.Number<T>(right), left);

    /// <summary>a b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator *(double left, Active<T> right) => right * left;

    /// <summary>a / b for a number b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator /(Active<T> left, double right) => Chain(left.value / Strong.Number<T>(right), T.One / Strong.Number<T>(right), left);

    /// <summary>a / b for a number a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator /(double left, Active<T> right)
    {
        T quotient = Strong.Number<T>(left) / right.value;
        return Chain(quotient, -quotient / right.value, right);
    }

    /// <summary>a.</summary>
    public static Active<T> operator +(Active<T> value) => value;

    /// <summary>-a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> operator -(Active<T> value) => Chain(-value.value, T.NegativeOne, value);

    /// <summary>a + 1.</summary>
    public static Active<T> operator ++(Active<T> value) => Chain(value.value + T.One, T.One, value);

    /// <summary>a - 1.</summary>
    public static Active<T> operator --(Active<T> value) => Chain(value.value - T.One, T.One, value);

    /// <summary>The remainder a - b trunc(a / b); the whole number of times is held fixed.</summary>
    public static Active<T> operator %(Active<T> left, Active<T> right) =>
        Chain(left.value % right.value, T.One, left, -T.Truncate(left.value / right.value), right);

    /// <inheritdoc/>
    public static Active<T> Ieee754Remainder(Active<T> left, Active<T> right)
    {
        T remainder = T.Ieee754Remainder(left.value, right.value);
        return Chain(remainder, T.One, left, -T.Round((left.value - remainder) / right.value), right);
    }

    /// <inheritdoc/>
    public static Active<T> FusedMultiplyAdd(Active<T> left, Active<T> right, Active<T> addend)
    {
        Active<T> product = left * right;
        return Chain(T.FusedMultiplyAdd(left.value, right.value, addend.value), T.One, product, T.One, addend);
    }

    /// <inheritdoc/>
    public static Active<T> MultiplyAddEstimate(Active<T> left, Active<T> right, Active<T> addend) => FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    public static Active<T> Lerp(Active<T> value1, Active<T> value2, Active<T> amount) => FusedMultiplyAdd(value1, One - amount, value2 * amount);
}
