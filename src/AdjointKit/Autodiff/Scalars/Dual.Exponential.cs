using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Exponentials, logarithms and hyperbolic functions.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Exp(Dual<T> x) => Chain(Slopes.Exp(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> ExpM1(Dual<T> x) => Chain(Slopes.ExpM1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Exp2(Dual<T> x) => Chain(Slopes.Exp2(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Exp2M1(Dual<T> x) => Chain(Slopes.Exp2M1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Exp10(Dual<T> x) => Chain(Slopes.Exp10(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Exp10M1(Dual<T> x) => Chain(Slopes.Exp10M1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x) => Chain(Slopes.Log(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> LogP1(Dual<T> x) => Chain(Slopes.LogP1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log2(Dual<T> x) => Chain(Slopes.Log2(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log2P1(Dual<T> x) => Chain(Slopes.Log2P1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log10(Dual<T> x) => Chain(Slopes.Log10(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log10P1(Dual<T> x) => Chain(Slopes.Log10P1(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x, Dual<T> newBase) => Chain(Slopes.Log(x.value, newBase.value, out T slopeX, out T slopeB), slopeX, x, slopeB, newBase);

    /// <inheritdoc/>
    public static Dual<T> Sinh(Dual<T> x) => Chain(Slopes.Sinh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Cosh(Dual<T> x) => Chain(Slopes.Cosh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Tanh(Dual<T> x) => Chain(Slopes.Tanh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Asinh(Dual<T> x) => Chain(Slopes.Asinh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Acosh(Dual<T> x) => Chain(Slopes.Acosh(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Atanh(Dual<T> x) => Chain(Slopes.Atanh(x.value, out T slope), slope, x);
}
