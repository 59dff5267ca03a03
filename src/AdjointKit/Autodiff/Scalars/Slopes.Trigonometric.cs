using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Functions of an angle, in radians and (Pi) in half turns.</summary>
internal static partial class Slopes
{
    internal static T Sin<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        (T sine, slope) = T.SinCos(x);
        return sine;
    }

    internal static T Cos<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        (T sine, T cosine) = T.SinCos(x);
        slope = -sine;
        return cosine;
    }

    internal static T Tan<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T value = T.Tan(x);
        slope = T.One + value * value;
        return value;
    }

    internal static T SinPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        (T sine, T cosine) = T.SinCosPi(x);
        slope = T.Pi * cosine;
        return sine;
    }

    internal static T CosPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        (T sine, T cosine) = T.SinCosPi(x);
        slope = -T.Pi * sine;
        return cosine;
    }

    internal static T TanPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T value = T.TanPi(x);
        slope = T.Pi * (T.One + value * value);
        return value;
    }

    internal static T Asin<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(T.Sqrt(OneMinusSquare(x)));
        return T.Asin(x);
    }

    internal static T Acos<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = -Reciprocal(T.Sqrt(OneMinusSquare(x)));
        return T.Acos(x);
    }

    internal static T Atan<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(T.One + x * x);
        return T.Atan(x);
    }

    internal static T AsinPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        Asin(x, out slope);
        slope /= T.Pi;
        return T.AsinPi(x);
    }

    internal static T AcosPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        Acos(x, out slope);
        slope /= T.Pi;
        return T.AcosPi(x);
    }

    internal static T AtanPi<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        Atan(x, out slope);
        slope /= T.Pi;
        return T.AtanPi(x);
    }

    /// <summary>The angle of the point (x, y): x / r^2 and -y / r^2; both 0 in the origin, where the angle has no slope.</summary>
    internal static T Atan2<T>(T y, T x, out T slopeY, out T slopeX)
        where T : IFloatingPointIeee754<T>
    {
        T radius = T.Hypot(x, y);
        (slopeY, slopeX) = T.IsZero(radius) ? (T.Zero, T.Zero) : (x / radius / radius, -y / radius / radius);
        return T.Atan2(y, x);
    }

    internal static T Atan2Pi<T>(T y, T x, out T slopeY, out T slopeX)
        where T : IFloatingPointIeee754<T>
    {
        Atan2(y, x, out slopeY, out slopeX);
        slopeY /= T.Pi;
        slopeX /= T.Pi;
        return T.Atan2Pi(y, x);
    }
}
