using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Powers, roots and lengths.</summary>
public readonly partial struct Active<T>
{
    /// <inheritdoc/>
    public static Active<T> Sqrt(Active<T> x) => Chain(Slopes.Sqrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> Cbrt(Active<T> x) => Chain(Slopes.Cbrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> RootN(Active<T> x, int n) => Chain(Slopes.RootN(x.value, n, out T slope), slope, x);

    /// <summary>The length of (x, y); in the origin, where it has no slope, the derivative is 0.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    public static Active<T> Hypot(Active<T> x, Active<T> y) => Chain(Slopes.Hypot(x.value, y.value, out T slopeX, out T slopeY), slopeX, x, slopeY, y);

    /// <summary>x^p; a constant p may go with a negative x.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent p.</param>
    public static Active<T> Pow(Active<T> x, Active<T> y) => y.IsConstant
        ? Chain(Slopes.Pow(x.value, y.value, out T slope), slope, x)
        : Chain(Slopes.Pow(x.value, y.value, out T slopeX, out T slopeY), slopeX, x, slopeY, y);

    /// <summary>1 / x, not estimated.</summary>
    /// <param name="x">A number.</param>
    public static Active<T> ReciprocalEstimate(Active<T> x) => One / x;

    /// <summary>1 / sqrt x, not estimated.</summary>
    /// <param name="x">A number.</param>
    public static Active<T> ReciprocalSqrtEstimate(Active<T> x) => Chain(Slopes.ReciprocalSqrt(x.value, out T slope), slope, x);

    /// <inheritdoc/>
    public static Active<T> ScaleB(Active<T> x, int n) => Chain(T.ScaleB(x.value, n), T.ScaleB(T.One, n), x);
}
