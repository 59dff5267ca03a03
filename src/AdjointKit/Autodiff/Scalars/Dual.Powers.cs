using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Powers, roots and lengths.</summary>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Sqrt(Dual<T> x) => Chain(Slopes.Sqrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> Cbrt(Dual<T> x) => Chain(Slopes.Cbrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> RootN(Dual<T> x, int n) => Chain(Slopes.RootN(x.value, n, out T slope), slope, x);

    /// <summary>The length of (x, y); in the origin, where it has no slope, the derivative is 0.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    public static Dual<T> Hypot(Dual<T> x, Dual<T> y) => Chain(Slopes.Hypot(x.value, y.value, out T slopeX, out T slopeY), slopeX, x, slopeY, y);

    /// <summary>x^p; a constant p may go with a negative x.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent p.</param>
    public static Dual<T> Pow(Dual<T> x, Dual<T> y) => y.IsConstant
        ? Chain(Slopes.Pow(x.value, y.value, out T slope), slope, x)
        : Chain(Slopes.Pow(x.value, y.value, out T slopeX, out T slopeY), slopeX, x, slopeY, y);

    /// <summary>1 / x, not estimated.</summary>
    /// <param name="x">A number.</param>
    public static Dual<T> ReciprocalEstimate(Dual<T> x) => One / x;

    /// <summary>1 / sqrt x, not estimated.</summary>
    /// <param name="x">A number.</param>
    public static Dual<T> ReciprocalSqrtEstimate(Dual<T> x) => Chain(Slopes.ReciprocalSqrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Dual<T> ScaleB(Dual<T> x, int n) => Chain(T.ScaleB(x.value, n), T.ScaleB(T.One, n), x);
}
