using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Comparisons, and the functions that have a kink where two numbers meet.</summary>
public readonly partial struct Active<T>
{
    /// <summary>Comparison of the values.</summary>
    public static bool operator ==(Active<T> left, Active<T> right) => left.value == right.value;

    /// <summary>Comparison of the values.</summary>
    public static bool operator !=(Active<T> left, Active<T> right) => left.value != right.value;

    /// <summary>Comparison of the values.</summary>
    public static bool operator <(Active<T> left, Active<T> right) => left.value < right.value;

    /// <summary>Comparison of the values.</summary>
    public static bool operator <=(Active<T> left, Active<T> right) => left.value <= right.value;

    /// <summary>Comparison of the values.</summary>
    public static bool operator >(Active<T> left, Active<T> right) => left.value > right.value;

    /// <summary>Comparison of the values.</summary>
    public static bool operator >=(Active<T> left, Active<T> right) => left.value >= right.value;

    /// <summary>The sign of the value.</summary>
    /// <param name="x">A number.</param>
    public static int Sign(Active<T> x) => T.Sign(x.value);

    /// <summary>|x|; at 0, where it has no slope, the derivative is 0.</summary>
    /// <param name="x">A number.</param>
    public static Active<T> Abs(Active<T> x) => Chain(T.Abs(x.value), x.value > T.Zero ? T.One : x.value < T.Zero ? T.NegativeOne : T.Zero, x);

    /// <inheritdoc/>
    public static Active<T> CopySign(Active<T> value, Active<T> sign) =>
        Chain(T.CopySign(value.value, sign.value), T.IsNegative(value.value) == T.IsNegative(sign.value) ? T.One : T.NegativeOne, value);

    /// <summary>x held between two bounds; at a bound the derivative is still that of x.</summary>
    /// <param name="value">A number.</param>
    /// <param name="min">The lower bound.</param>
    /// <param name="max">The upper bound.</param>
    public static Active<T> Clamp(Active<T> value, Active<T> min, Active<T> max)
    {
        if (min > max) throw new ArgumentException($"the lower bound {min} is above the upper bound {max}", nameof(min));
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The larger of two; where both are equal each has half of the derivative.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    public static Active<T> Max(Active<T> x, Active<T> y) => Choose(T.Max(x.value, y.value), x, y);

    /// <summary>The larger of two, and of a number and no number the number; where both are equal each has half of the derivative.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    public static Active<T> MaxNumber(Active<T> x, Active<T> y) => Choose(T.MaxNumber(x.value, y.value), x, y);

    /// <inheritdoc/>
    public static Active<T> MaxMagnitude(Active<T> x, Active<T> y) => Choose(T.MaxMagnitude(x.value, y.value), x, y);

    /// <inheritdoc/>
    public static Active<T> MaxMagnitudeNumber(Active<T> x, Active<T> y) => Choose(T.MaxMagnitudeNumber(x.value, y.value), x, y);

    /// <summary>The smaller of two; where both are equal each has half of the derivative.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    public static Active<T> Min(Active<T> x, Active<T> y) => Choose(T.Min(x.value, y.value), x, y);

    /// <summary>The smaller of two, and of a number and no number the number; where both are equal each has half of the derivative.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    public static Active<T> MinNumber(Active<T> x, Active<T> y) => Choose(T.MinNumber(x.value, y.value), x, y);

    /// <inheritdoc/>
    public static Active<T> MinMagnitude(Active<T> x, Active<T> y) => Choose(T.MinMagnitude(x.value, y.value), x, y);

    /// <inheritdoc/>
    public static Active<T> MinMagnitudeNumber(Active<T> x, Active<T> y) => Choose(T.MinMagnitudeNumber(x.value, y.value), x, y);

    /// <summary>Comparison of the values, no number before all numbers.</summary>
    /// <param name="other">What to compare with.</param>
    public int CompareTo(Active<T> other) => value.CompareTo(other.value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Active<T> other => CompareTo(other),
        _ => throw new ArgumentException($"A {GetType().Name} cannot be compared with a {obj.GetType().Name}.", nameof(obj)),
    };

    /// <summary>Whether the values are equal; no number equals no number.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(Active<T> other) => value.Equals(other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Active<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();

    /// <summary>The chosen one of two; half of each where they are equal.</summary>
    private static Active<T> Choose(T chosen, Active<T> x, Active<T> y)
    {
        if (x.value == y.value)
        {
            T half = T.One / (T.One + T.One);
            return Chain(chosen, half, x, half, y);
        }

        return chosen.Equals(x.value) ? x : y;
    }
}
