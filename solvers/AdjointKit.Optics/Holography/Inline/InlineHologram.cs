using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// In-line holograms: light passes an object of transmission t = 1 + o and interferes, behind it, with what of itself the object left alone. Where the light arrives as a plane wave the
/// contrast is I/B - 1 = A o + conj(A o) + |A o|^2, up to the phase that the light has at the sensor: going back by the adjoint of A gives o, over it its twin image out of focus, and a small
/// rest (Gabor, Nature 161, 777, 1948).
/// </summary>
public static class InlineHologram
{
    /// <summary>The contrast h = I/B - 1.</summary>
    /// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="compute">Where the arrays are.</param>
    /// <param name="intensity">I, [y, x].</param>
    /// <param name="background">B, the same without the object; null: the mean of I.</param>
    /// <exception cref="ArgumentException">The background has another shape, or there is no light.</exception>
    public static NdArray<T> Contrast<T>(Compute compute, NdArray<T> intensity, NdArray<T>? background = null)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (background is NdArray<T> light) return OverBackground(compute, intensity, light);
        double mean = Reduced(compute, ReductionOp.Sum, intensity) / intensity.Count;
        if (!(mean > 0) || !double.IsFinite(mean)) throw new ArgumentException($"a hologram whose mean is {mean} holds no light", nameof(intensity));
        NdArray<T> contrast = compute.Empty<T>(intensity.Shape);
        compute.Backend.Affine(1 / mean, intensity, -1, contrast);
        return contrast;
    }

    /// <summary>The field at the object without the light that passed it by: an estimate of t - 1 over the phase that this light has at the sensor, <see cref="PassingLight"/>.</summary>
    /// <typeparam name="T">The element type of fields.</typeparam>
    /// <typeparam name="TReal">The element type of the contrast.</typeparam>
    /// <param name="way">From the object to the sensor.</param>
    /// <param name="contrast">h, [y, x].</param>
    public static NdArray<T> BackPropagate<T, TReal>(LinearOperator<T, T> way, NdArray<TReal> contrast)
        where T : unmanaged
        where TReal : unmanaged
    {
        ArgumentNullException.ThrowIfNull(way);
        using NdArray<T> field = way.Compute.Empty<T>(contrast.Shape);
        way.Compute.Backend.Copy(contrast, field);
        return way.ApplyAdjoint(field);
    }

    /// <summary>What a plane wave is at the sensor that is 1 at the object: exp(i k z). Times what <see cref="BackPropagate"/> gives it is t - 1 and its twin image, with the phases of t.</summary>
    /// <param name="numbers">Those of the way from the object to the sensor.</param>
    public static Complex PassingLight(in PropagationNumbers numbers)
    {
        // A way of a million wavelengths costs no digits: whole waves go first, and what the quotient rounded off comes back.
        double waves = numbers.Distance / numbers.WavelengthInMedium;
        double lost = Math.FusedMultiplyAdd(-waves, numbers.WavelengthInMedium, numbers.Distance) / numbers.WavelengthInMedium;
        return Complex.FromPolarCoordinates(1, 2 * Math.PI * ((waves - Math.Round(waves)) + lost));
    }

    private static NdArray<T> OverBackground<T>(Compute compute, NdArray<T> intensity, NdArray<T> background)
        where T : unmanaged, INumber<T>
    {
        if (background.Shape != intensity.Shape) throw new ArgumentException($"the background has the shape {background.Shape}, the hologram {intensity.Shape}", nameof(background));
        double darkest = Reduced(compute, ReductionOp.Smallest, background);
        if (!(darkest > 0)) throw new ArgumentException($"the background is {darkest} somewhere, and a contrast to that has no meaning", nameof(background));
        NdArray<T> contrast = compute.Empty<T>(intensity.Shape);
        compute.Backend.Binary(BinaryOp.Divide, intensity, background, contrast);
        compute.Backend.Affine(1, contrast, -1, contrast);
        return contrast;
    }

    private static double Reduced<T>(Compute compute, ReductionOp op, NdArray<T> values)
        where T : unmanaged, INumber<T>
    {
        using NdArray<T> there = compute.Empty<T>(default(Shape));
        compute.Backend.ReduceTo(op, values, there);
        using NdArray<T> here = compute.ToHost(there);
        return double.CreateChecked(here.AsReadOnlySpan()[0]);
    }
}
