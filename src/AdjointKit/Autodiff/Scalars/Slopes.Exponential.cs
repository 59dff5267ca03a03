using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Exponentials, logarithms, and the hyperbolic functions made of them.</summary>
internal static partial class Slopes
{
    internal static T Exp<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T> => slope = T.Exp(x);

    internal static T ExpM1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = T.Exp(x);
        return T.ExpM1(x);
    }

    internal static T Exp2<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T value = T.Exp2(x);
        slope = value * Ln2<T>();
        return value;
    }

    internal static T Exp2M1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        Exp2(x, out slope);
        return T.Exp2M1(x);
    }

    internal static T Exp10<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T value = T.Exp10(x);
        slope = value * Ln10<T>();
        return value;
    }

    internal static T Exp10M1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        Exp10(x, out slope);
        return T.Exp10M1(x);
    }

    internal static T Log<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(x);
        return T.Log(x);
    }

    internal static T LogP1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(T.One + x);
        return T.LogP1(x);
    }

    internal static T Log2<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(x * Ln2<T>());
        return T.Log2(x);
    }

    internal static T Log2P1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal((T.One + x) * Ln2<T>());
        return T.Log2P1(x);
    }

    internal static T Log10<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(x * Ln10<T>());
        return T.Log10(x);
    }

    internal static T Log10P1<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal((T.One + x) * Ln10<T>());
        return T.Log10P1(x);
    }

    /// <summary>log x / log b.</summary>
    internal static T Log<T>(T x, T b, out T slopeX, out T slopeB)
        where T : IFloatingPointIeee754<T>
    {
        T value = T.Log(x, b);
        T logarithm = T.Log(b);
        slopeX = Reciprocal(x * logarithm);
        slopeB = -value / (b * logarithm);
        return value;
    }

    internal static T Sinh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = T.Cosh(x);
        return T.Sinh(x);
    }

    internal static T Cosh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = T.Sinh(x);
        return T.Cosh(x);
    }

    /// <summary>The slope is 1/cosh^2: 1 - tanh^2 cancels where tanh is near 1.</summary>
    internal static T Tanh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T secant = Reciprocal(T.Cosh(x));
        slope = secant * secant;
        return T.Tanh(x);
    }

    internal static T Asinh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(T.Sqrt(x * x + T.One));
        return T.Asinh(x);
    }

    internal static T Acosh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(T.Sqrt((x - T.One) * (x + T.One)));
        return T.Acosh(x);
    }

    internal static T Atanh<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        slope = Reciprocal(OneMinusSquare(x));
        return T.Atanh(x);
    }

    private static T Ln2<T>()
        where T : IFloatingPointIeee754<T> => Strong.Number<T>(0.69314718055994530941723212145818);

    private static T Ln10<T>()
        where T : IFloatingPointIeee754<T> => Strong.Number<T>(2.3025850929940456840179914546844);
}
