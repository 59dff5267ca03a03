using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Scalar programs.</summary>
public static partial class Hvp
{
    /// <summary>The gradient of f at x and the Hessian times a direction: a backward sweep over numbers that carry a tangent.</summary>
    /// <param name="f">A function of numbers: a generic method, or one of active dual numbers.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="direction">The direction.</param>
    public static (T[] Gradient, T[] Product) Of<T>(ScalarFunction<Active<Dual<T>>> f, ReadOnlySpan<T> x, ReadOnlySpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (_, Dual<T>[] gradient) = Autodiff.Gradient.Of<Dual<T>>(f, Duals.Of(x, direction));
        return (Array.ConvertAll(gradient, entry => entry.Value), Array.ConvertAll(gradient, entry => entry.Tangent));
    }
}
