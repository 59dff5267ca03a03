using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Takes tilt, curvature and higher polynomials out of the phase of a wave, as the light around an object shows them: what a reference of another direction or curvature, or a lens, left there.
/// Fits to the unwrapped phase come first; then points count less the further their phase is from the fit, by Tukey's biweight, and those of an object not at all.
/// </summary>
public sealed record PhaseCompensation
{
    /// <summary>Fits to the unwrapped phase.</summary>
    private const int UnwrappedPasses = 3;

    /// <summary>It ends when the fit changes by no more anywhere, rad.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>About so many points are looked at, evenly spaced.</summary>
    private const int Points = 1 << 18;

    private const int LargestDegree = 6;
    private readonly int degree = 2;

    /// <summary>The degree of the polynomial: 1 tilt, 2 curvature and astigmatism as well, up to 6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or more than 6.</exception>
    public int Degree
    {
        get => degree;
        init
        {
            if (value is < 1 or > LargestDegree) throw new ArgumentOutOfRangeException(nameof(value), value, $"the phase is compensated by a polynomial of degree 1 to {LargestDegree}");
            degree = value;
        }
    }

    /// <summary>Points whose phase is so far from the fit belong to an object, rad.</summary>
    public double Reach { get; init; } = 1;

    /// <summary>The wave with the polynomial taken out of its phase; around objects it is 0.</summary>
    /// <typeparam name="T">The element type of waves.</typeparam>
    /// <param name="wave">[y, x], on the device of <paramref name="compute"/>.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">A shape that is not [y, x], or a wave that is dark or holds no numbers.</exception>
    public CompensatedWave<T> Apply<T>(NdArray<T> wave, Compute? compute = null)
        where T : unmanaged
    {
        compute ??= new Compute();
        if (wave.Rank != 2 || wave.Shape[0] <= Degree || wave.Shape[1] <= Degree) throw new ArgumentException($"a wave of shape {wave.Shape} has too few points for a polynomial of degree {Degree}", nameof(wave));
        double largest = compute.Backend.MaxAbs(wave);
        if (!(largest > 0) || !double.IsFinite(largest)) throw new ArgumentException(largest == 0 ? "the wave is dark everywhere" : "the wave has values that are no numbers", nameof(wave));
        nint every = Math.Max(1, (nint)Math.Floor(Math.Sqrt((double)wave.Count / Points)));
        using var fit = new CompensationFit(compute, Wide(compute, wave, every, 1 / largest), wave.Shape, every, Degree);
        for (int pass = 0; pass < UnwrappedPasses; pass++) fit.ToUnwrapped();
        foreach (double reach in (double[])[Math.Max(Reach, 2.5), Math.Max(Reach, 1.6)]) fit.ToNear(reach);
        for (int pass = 0; pass < 50 && fit.ToNear(Reach) > Tolerance; pass++)
        {
        }

        NdArray<T> flat = compute.Empty<T>(wave.Shape);
        using var polynomial = new PhasePolynomial(compute, wave.Shape, every: 1, Degree);
        using NdArray<Complex> factors = polynomial.Conjugate(fit.Coefficients);
        using NdArray<T> rounded = compute.Empty<T>(wave.Shape);
        compute.Backend.Copy(factors, rounded);
        compute.Backend.Binary(BinaryOp.Multiply, wave, rounded, flat);
        (double deviation, double share) = fit.Background(Reach);
        return new CompensatedWave<T>(flat, fit.Coefficients, deviation, share);
    }

    private static NdArray<Complex> Wide<T>(Compute compute, NdArray<T> wave, nint every, double scale)
        where T : unmanaged
    {
        NdArray<Complex> wide = compute.Empty<Complex>((wave.Shape[0] + every - 1) / every, (wave.Shape[1] + every - 1) / every);
        compute.Backend.Copy(wave.Slice(0, 0, wide.Shape[0], every).Slice(1, 0, wide.Shape[1], every), wide);
        compute.Backend.Affine(scale, wide, 0, wide);
        return wide;
    }
}
