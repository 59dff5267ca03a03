using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Functions of an angle.</summary>
public readonly partial struct Active<T>
{
    /// <inheritdoc/>
    public static Active<T> Sin(Active<T> x) => Chain(Slopes.Sin(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Cos(Active<T> x) => Chain(Slopes.Cos(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Tan(Active<T> x) => Chain(Slopes.Tan(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> SinPi(Active<T> x) => Chain(Slopes.SinPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> CosPi(Active<T> x) => Chain(Slopes.CosPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> TanPi(Active<T> x) => Chain(Slopes.TanPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Asin(Active<T> x) => Chain(Slopes.Asin(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Acos(Active<T> x) => Chain(Slopes.Acos(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Atan(Active<T> x) => Chain(Slopes.Atan(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> AsinPi(Active<T> x) => Chain(Slopes.AsinPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> AcosPi(Active<T> x) => Chain(Slopes.AcosPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> AtanPi(Active<T> x) => Chain(Slopes.AtanPi(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static (Active<T> Sin, Active<T> Cos) SinCos(Active<T> x)
    {
        (T sine, T cosine) = T.SinCos(x.value);
        return (Chain(sine, cosine, x), Chain(cosine, -sine, x));
    }

    /// <inheritdoc/>
    public static (Active<T> SinPi, Active<T> CosPi) SinCosPi(Active<T> x)
    {
        (T sine, T cosine) = T.SinCosPi(x.value);
        return (Chain(sine, T.Pi * cosine, x), Chain(cosine, -T.Pi * sine, x));
    }

    /// <inheritdoc/>
    public static Active<T> Atan2(Active<T> y, Active<T> x) => Chain(Slopes.Atan2(y.value, x.value, out T slopeY, out T slopeX), slopeY, y, slopeX, x);

    /// <inheritdoc/>
    public static Active<T> Atan2Pi(Active<T> y, Active<T> x) => Chain(Slopes.Atan2Pi(y.value, x.value, out T slopeY, out T slopeX), slopeY, y, slopeX, x);

    /// <inheritdoc/>
    public static Active<T> DegreesToRadians(Active<T> degrees) => Chain(T.DegreesToRadians(degrees.value), T.DegreesToRadians(T.One), degrees);

    /// <inheritdoc/>
    public static Active<T> RadiansToDegrees(Active<T> radians) => Chain(T.RadiansToDegrees(radians.value), T.RadiansToDegrees(T.One), radians);
}
