using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A way to find the phase that is known only up to whole turns of 2 pi.</summary>
public abstract record PhaseUnwrapping
{
    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The unwrapped phase, a new array of the caller's.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="wrapped">The phase [y, x], rad, on the device of <paramref name="compute"/>; any whole turns may be in it.</param>
    /// <param name="weights">How much each point counts, 0 or more, [y, x]; none: all count the same.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">A shape that is not [y, x], values that are not finite, weights that are negative or all 0.</exception>
    public NdArray<T> Unwrap<T>(NdArray<T> wrapped, NdArray<T> weights = default, Compute? compute = null)
        where T : unmanaged
    {
        compute ??= new Compute();
        if (ElementTypes.Of<T>() is not (ElementType.Float32 or ElementType.Float64)) throw new ArgumentException($"a phase is real, float or double, not {ElementTypes.Of<T>()}", nameof(wrapped));
        if (wrapped.Rank != 2 || wrapped.Count == 0) throw new ArgumentException($"a phase to unwrap has the axes [y, x], not the shape {wrapped.Shape}", nameof(wrapped));
        if (!double.IsFinite(compute.Backend.MaxAbs(wrapped))) throw new ArgumentException("the phase has values that are no numbers: set them to 0 and their weight to 0", nameof(wrapped));
        if (!weights.IsDefault) CheckWeights(compute, wrapped, weights);
        return UnwrapCore(wrapped, weights, compute);
    }

    private protected abstract NdArray<T> UnwrapCore<T>(NdArray<T> wrapped, NdArray<T> weights, Compute compute)
        where T : unmanaged;

    private static void CheckWeights<T>(Compute compute, NdArray<T> wrapped, NdArray<T> weights)
        where T : unmanaged
    {
        if (weights.Shape != wrapped.Shape) throw new ArgumentException($"weights of shape {weights.Shape} do not fit a phase of shape {wrapped.Shape}", nameof(weights));
        double largest = compute.Backend.MaxAbs(weights);
        if (!double.IsFinite(largest)) throw new ArgumentException("the weights have values that are no numbers", nameof(weights));
        if (largest == 0) throw new ArgumentException("all weights are 0: nothing is left to unwrap", nameof(weights));
        using NdArray<T> negative = compute.Empty<T>(weights.Shape);
        compute.Backend.Unary(UnaryOp.Abs, weights, negative);
        compute.Backend.AddScaled(-1, weights, negative);
        if (compute.Backend.MaxAbs(negative) > 0) throw new ArgumentException("a weight is negative: 0 leaves a point out", nameof(weights));
    }
}
