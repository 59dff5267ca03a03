using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Scalar programs.</summary>
public static partial class Jvp
{
    /// <summary>The value of f at x and its change along a tangent.</summary>
    /// <param name="f">A function of numbers: a generic method, or one of <see cref="Dual{T}"/>.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="tangent">The direction.</param>
    public static (T Value, T Tangent) Of<T>(ScalarFunction<Dual<T>> f, ReadOnlySpan<T> x, ReadOnlySpan<T> tangent)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        Dual<T> y = f(Duals.Of(x, tangent));
        return (y.Value, y.Tangent);
    }
}
