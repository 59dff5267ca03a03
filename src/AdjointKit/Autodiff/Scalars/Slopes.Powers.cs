using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Powers and roots.</summary>
internal static partial class Slopes
{
    internal static T Sqrt<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T root = T.Sqrt(x);
        slope = Reciprocal(root + root);
        return root;
    }

    internal static T Cbrt<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T root = T.Cbrt(x);
        slope = Reciprocal((Two<T>() + T.One) * root * root);
        return root;
    }

    internal static T ReciprocalSqrt<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T value = Reciprocal(T.Sqrt(x));
        slope = -value / (x + x);
        return value;
    }

    /// <summary>root / (n x).</summary>
    internal static T RootN<T>(T x, int n, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T root = T.RootN(x, n);
        slope = !T.IsZero(x) ? root / (T.CreateChecked(n) * x) : n == 1 ? T.One : n > 0 ? T.PositiveInfinity : T.NegativeInfinity;
        return root;
    }

    /// <summary>x / r and y / r; both 0 in the origin.</summary>
    internal static T Hypot<T>(T x, T y, out T slopeX, out T slopeY)
        where T : IFloatingPointIeee754<T>
    {
        T radius = T.Hypot(x, y);
        (slopeX, slopeY) = T.IsZero(radius) ? (T.Zero, T.Zero) : (x / radius, y / radius);
        return radius;
    }

    /// <summary>x^p with p held fixed: p x^(p - 1), 0 where p is.</summary>
    internal static T Pow<T>(T x, T p, out T slopeX)
        where T : IFloatingPointIeee754<T>
    {
        slopeX = Strong.IsZero(p) ? T.Zero : p * T.Pow(x, p - T.One);
        return T.Pow(x, p);
    }

    /// <summary>x^p: p x^(p - 1) and x^p log x, the second 0 where x^p is.</summary>
    internal static T Pow<T>(T x, T p, out T slopeX, out T slopeP)
        where T : IFloatingPointIeee754<T>
    {
        T value = Pow(x, p, out slopeX);
        slopeP = T.IsZero(value) ? T.Zero : value * T.Log(x);
        return value;
    }
}
