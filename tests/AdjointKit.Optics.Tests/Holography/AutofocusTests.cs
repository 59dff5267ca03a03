using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography;

public sealed class AutofocusTests
{
    private const double Wavelength = 0.5e-6;
    private const double Distance = 0.8e-3;
    private const int Size = 128;
    private static readonly FieldGrid Grid = new(Size, Size, 2e-6);

    /// <summary>Of a wave that fills the sensor: l / NA^2, NA the half width of the sensor over the distance.</summary>
    private static double DepthOfFocus => Wavelength / Math.Pow(Size / 2 * 2e-6 / Distance, 2);

    [Fact]
    public void Every_metric_finds_particles_in_a_noisy_hologram()
    {
        using var compute = new Compute(threads: 2);
        using NdArray<ComplexF> contrast = Contrast<ComplexF>(compute, noise: 0.02);
        foreach (FocusMetric metric in FocusMetrics.All)
        {
            FocusResult found = Autofocus.Find(contrast, Planes(compute, new BandLimitedAngularSpectrum()), 0.6e-3, 1e-3, 21, metric);
            Assert.True(Math.Abs(found.Distance - Distance) < DepthOfFocus, $"{metric.Name}: {found.Distance}");
            Assert.False(found.IsAtEnd);
            Assert.Equal(0.2e-6, found.Tolerance, 1e-12);
        }
    }

    [Fact]
    public void Curves_are_the_metrics_of_the_adjoint()
    {
        using var compute = new Compute(threads: 2);
        using NdArray<Complex> real = Contrast<Complex>(compute, noise: 0);

        // A real field is as sharp behind the sensor as before it: only one with a phase of its own tells the adjoint from the propagation.
        using NdArray<Complex> contrast = NdArray.Fill<Complex>(Size, Size, (y, x) => real[y, x] * Complex.FromPolarCoordinates(1, 0.01 * (y - 40) * (x - 50)));
        foreach (PropagationMethod method in (PropagationMethod[])[new AngularSpectrum(), new AngularSpectrum { Padding = 1 }, new BandLimitedAngularSpectrum { Padding = 3 }, new FresnelTransferFunction(), new RayleighSommerfeld()])
        {
            FocusResult found = Autofocus.Find(contrast, Planes(compute, method), 0.7e-3, 0.9e-3, 3);
            Propagator<Complex> way = method.Plan<Complex>(Grid, Wavelength, 0.9e-3, compute: compute);
            using NdArray<Complex> plane = way.ApplyAdjoint(contrast);
            double expected = Variance(plane, (0, 1)) + Variance(plane, (1, 0));
            Assert.Equal(1, found.Curves.Single(curve => curve.Metric is GradientVariance).Values[2] / expected, 1e-10);
        }
    }

    [Fact]
    public void Metrics_are_what_their_names_say()
    {
        using var compute = new Compute(threads: 1);
        // At distance 0 the plane is the field itself: I = 1 + (y/64)^2 + x/32 has derivatives that can be written down.
        using NdArray<Complex> field = NdArray.Fill<Complex>(Size, Size, (y, x) => Math.Sqrt(1 + (y / 64.0 * (y / 64.0)) + (x / 32.0)));
        FocusResult found = Autofocus.Find(field, Planes(compute, new AngularSpectrum { Padding = 1 }), -1e-6, 1e-6, 3);
        double Value(string name) => found.Curves.Single(curve => curve.Metric.Name == name).Values[1];
        double[] slopes = [.. Enumerable.Range(1, Size - 2).Select(y => 2 * y / 4096.0)];
        double slopeMean = slopes.Average();
        double slopeVariance = slopes.Average(slope => Math.Pow(slope - slopeMean, 2));
        Assert.Equal(1, Value("gradient-variance") / slopeVariance, 1e-8);
        Assert.Equal(1, Value("laplacian-energy") / Math.Pow(2 / 4096.0, 2), 1e-6);
        Assert.Equal(1, Value("tenengrad") / (64 * slopes.Average(slope => (slope * slope) + (1 / 1024.0))), 1e-8);
        double[] all = [.. Enumerable.Range(0, Size * Size).Select(at => 1 + Math.Pow(at / Size / 64.0, 2) + (at % Size / 32.0))];
        double mean = all.Average();
        double variance = all.Average(value => Math.Pow(value - mean, 2));
        Assert.Equal(1, Value("normalized-variance") / (variance / mean), 1e-8);
        Assert.Equal(1, Value("tamura") / Math.Sqrt(Math.Sqrt(variance) / mean), 1e-8);
        double[] moduli = [.. slopes.Select(slope => Math.Sqrt((slope * slope) + (1 / 1024.0)))];
        double spread = Math.Sqrt(moduli.Average(value => Math.Pow(value - moduli.Average(), 2)));
        Assert.Equal(1, Value("edge-sparsity") / Math.Sqrt(spread / moduli.Average()), 1e-8);
    }

    [Fact]
    public void Refuses_methods_and_ranges_that_cannot_serve()
    {
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> field = compute.Zeros<Complex>(Size, Size);
        Assert.Throws<ArgumentException>(() => Autofocus.Find(field, Planes(compute, new FresnelOneStep()), 1e-3, 2e-3, 5));
        Assert.Throws<ArgumentException>(() => Autofocus.Find(field, Planes(compute, new AngularSpectrum()), 1e-3, 1e-3, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Autofocus.Find(field, Planes(compute, new AngularSpectrum()), 1e-3, 2e-3, 2));
        using NdArray<Complex> small = compute.Zeros<Complex>(8, 8);
        Assert.Throws<ArgumentException>(() => Autofocus.Find(small, Planes(compute, new AngularSpectrum()), 1e-3, 2e-3, 5));
    }

    [Fact]
    public void Takes_the_same_memory_for_any_number_of_planes()
    {
        // When small arrays of the forming come back is up to the collector; a plane that stayed would be a padded field.
        const long paddedField = 4 * Size * Size * 8;
        Assert.InRange(Peak(24), 0, Peak(4) + paddedField);

        static long Peak(int count)
        {
            using var compute = new Compute(threads: 1);
            using NdArray<ComplexF> contrast = Contrast<ComplexF>(compute, noise: 0);
            Autofocus.Find(contrast, Planes(compute, new BandLimitedAngularSpectrum()), 0.6e-3, 1e-3, count);
            return compute.Memory.Peak;
        }
    }

    private static FocusPlanes Planes(Compute compute, PropagationMethod method) => new(compute, Grid, Wavelength, 1, method);

    private static NdArray<T> Contrast<T>(Compute compute, double noise)
        where T : unmanaged
    {
        (int Y, int X)[] places = [(40, 50), (70, 84), (88, 36)];
        using NdArray<Complex> transmission = NdArray.Fill<Complex>(Size, Size, (y, x) => places.Any(place => Math.Pow(y - place.Y, 2) + Math.Pow(x - place.X, 2) < 1) ? 0 : 1);
        Propagator<Complex> way = new AngularSpectrum { Padding = 1 }.Plan<Complex>(Grid, Wavelength, Distance, compute: compute);
        using NdArray<Complex> sensor = way.Apply(transmission);
        using NdArray<double> random = compute.Empty<double>(Size, Size);
        compute.Backend.FillNormal(random, new CounterRandom(7));
        using NdArray<double> intensity = NdArray.Fill<double>(Size, Size, (y, x) => Math.Pow(Complex.Abs(sensor[y, x]), 2) * (1 + (noise * random[y, x])));
        using NdArray<double> contrast = InlineHologram.Contrast(compute, intensity);
        using NdArray<Complex> complex = NdArray.Fill<Complex>(Size, Size, (y, x) => contrast[y, x]);
        NdArray<T> field = compute.Empty<T>(complex.Shape);
        compute.Backend.Copy(complex, field);
        return field;
    }

    /// <summary>Of the central differences of |U|^2 along one axis, at the points that have neighbours on all sides.</summary>
    private static double Variance(NdArray<Complex> field, (int Y, int X) step)
    {
        List<double> differences = [];
        for (int y = 1; y < Size - 1; y++)
        {
            for (int x = 1; x < Size - 1; x++) differences.Add(0.5 * (Squared(y + step.Y, x + step.X) - Squared(y - step.Y, x - step.X)));
        }

        double mean = differences.Average();
        return differences.Average(value => Math.Pow(value - mean, 2));

        double Squared(int y, int x) => Math.Pow(Complex.Abs(field[y, x]), 2);
    }
}
