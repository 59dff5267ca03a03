using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Exponentials, logarithms and hyperbolic functions.</summary>
public readonly partial struct Active<T>
{
    /// <inheritdoc/>
    public static Active<T> Exp(Active<T> x) => Chain(Slopes.Exp(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> ExpM1(Active<T> x) => Chain(Slopes.ExpM1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Exp2(Active<T> x) => Chain(Slopes.Exp2(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Exp2M1(Active<T> x) => Chain(Slopes.Exp2M1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Exp10(Active<T> x) => Chain(Slopes.Exp10(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Exp10M1(Active<T> x) => Chain(Slopes.Exp10M1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log(Active<T> x) => Chain(Slopes.Log(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> LogP1(Active<T> x) => Chain(Slopes.LogP1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log2(Active<T> x) => Chain(Slopes.Log2(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log2P1(Active<T> x) => Chain(Slopes.Log2P1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log10(Active<T> x) => Chain(Slopes.Log10(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log10P1(Active<T> x) => Chain(Slopes.Log10P1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Log(Active<T> x, Active<T> newBase) => Chain(Slopes.Log(x.value, newBase.value, out T slopeX, out T slopeB), slopeX, x, slopeB, newBase);

    /// <inheritdoc/>
    public static Active<T> Sinh(Active<T> x) => Chain(Slopes.Sinh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Cosh(Active<T> x) => Chain(Slopes.Cosh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Tanh(Active<T> x) => Chain(Slopes.Tanh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Asinh(Active<T> x) => Chain(Slopes.Asinh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Acosh(Active<T> x) => Chain(Slopes.Acosh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Atanh(Active<T> x) => Chain(Slopes.Atanh(x.value, out T slope), slope, x);
}
