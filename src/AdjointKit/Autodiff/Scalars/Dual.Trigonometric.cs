using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Functions of an angle.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Sin(Dual<T> x) => Chain(Slopes.Sin(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Cos(Dual<T> x) => Chain(Slopes.Cos(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Tan(Dual<T> x) => Chain(Slopes.Tan(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> SinPi(Dual<T> x) => Chain(Slopes.SinPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> CosPi(Dual<T> x) => Chain(Slopes.CosPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> TanPi(Dual<T> x) => Chain(Slopes.TanPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Asin(Dual<T> x) => Chain(Slopes.Asin(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Acos(Dual<T> x) => Chain(Slopes.Acos(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Atan(Dual<T> x) => Chain(Slopes.Atan(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> AsinPi(Dual<T> x) => Chain(Slopes.AsinPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> AcosPi(Dual<T> x) => Chain(Slopes.AcosPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> AtanPi(Dual<T> x) => Chain(Slopes.AtanPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static (Dual<T> Sin, Dual<T> Cos) SinCos(Dual<T> x)
    {
        (T sine, T cosine) = T.SinCos(x.value);
        return (Chain(sine, cosine, x), Chain(cosine, -sine, x));
    }

    /// <inheritdoc/>
    public static (Dual<T> SinPi, Dual<T> CosPi) SinCosPi(Dual<T> x)
    {
        (T sine, T cosine) = T.SinCosPi(x.value);
        return (Chain(sine, T.Pi * cosine, x), Chain(cosine, -T.Pi * sine, x));
    }

    /// <inheritdoc/>
    public static Dual<T> Atan2(Dual<T> y, Dual<T> x) => Chain(Slopes.Atan2(y.value, x.value, out T slopeY, out T slopeX), slopeY, y, slopeX, x);

    /// <inheritdoc/>
    public static Dual<T> Atan2Pi(Dual<T> y, Dual<T> x) => Chain(Slopes.Atan2Pi(y.value, x.value, out T slopeY, out T slopeX), slopeY, y, slopeX, x);

    /// <inheritdoc/>
    public static Dual<T> DegreesToRadians(Dual<T> degrees) => Chain(T.DegreesToRadians(degrees.value), T.DegreesToRadians(T.One), degrees);

    /// <inheritdoc/>
    public static Dual<T> RadiansToDegrees(Dual<T> radians) => Chain(T.RadiansToDegrees(radians.value), T.RadiansToDegrees(T.One), radians);
}
