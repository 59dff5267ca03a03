using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Sensors;

public sealed class SensorTests
{
    private static readonly Sensor Camera = new() { PointsPerPixel = 2, FillFactor = 0.64, Gain = 900, HasShotNoise = true, ReadNoise = 3, FullWell = 4000, Bits = 8, Seed = 5 };

    [Fact]
    public void Pixels_see_the_light_on_their_active_part()
    {
        using NdArray<double> light = NdArray.Fill<double>(6, 9, (y, x) => 1 + y + (10 * x));
        double[] whole = Picture(new Sensor { PointsPerPixel = 3 }, light);
        Assert.Equal([12, 42, 72, 15, 45, 75], whole, (a, b) => Math.Abs(a - b) < 1e-12);
        double[] middle = Picture(new Sensor { PointsPerPixel = 3, FillFactor = 1.0 / 9 }, light);
        Assert.Equal([12 / 9.0, 42 / 9.0, 72 / 9.0, 15 / 9.0, 45 / 9.0, 75 / 9.0], middle, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<ArgumentException>(() => Picture(new Sensor { PointsPerPixel = 4 }, light));
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(9.5)]
    [InlineData(10.5)]
    [InlineData(300)]
    [InlineData(2e5)]
    public void Photons_have_the_moments_of_Poisson(double mean)
    {
        const int count = 200_000;
        using NdArray<double> light = NdArray.Fill<double>(1, count, (_, _) => mean);
        double[] photons = Picture(new Sensor { HasShotNoise = true, Seed = 3 }, light);
        double average = photons.Average();
        double variance = photons.Average(k => (k - average) * (k - average));
        double skew = photons.Average(k => Math.Pow(k - average, 3)) / Math.Pow(variance, 1.5);
        Assert.All(photons, k => Assert.True(k >= 0 && k == Math.Floor(k)));

        // Within five standard deviations of the estimates.
        Assert.Equal(mean, average, 5 * Math.Sqrt(mean / count));
        Assert.Equal(1, variance / mean, 5 * Math.Sqrt((2 + (1 / mean)) / count));
        Assert.Equal(1 / Math.Sqrt(mean), skew, 0.05);
    }

    [Fact]
    public void Few_photons_have_the_probabilities_of_Poisson()
    {
        const int count = 100_000;
        using NdArray<double> light = NdArray.Fill<double>(1, count, (_, _) => 12.0);
        double[] photons = Picture(new Sensor { HasShotNoise = true }, light);
        double probability = Math.Exp(-12);
        for (int k = 0; k < 30; k++)
        {
            double found = photons.Count(photon => photon == k) / (double)count;
            Assert.Equal(probability, found, 5 * Math.Sqrt((probability + 1e-5) / count));
            probability *= 12.0 / (k + 1);
        }
    }

    [Fact]
    public void A_picture_is_the_same_for_its_seed_and_frame_with_any_number_of_threads()
    {
        using NdArray<double> light = Light(2);
        double[] one = Picture(Camera, light, threads: 1);
        Assert.Equal(one, Picture(Camera, light, threads: 2));
        Assert.NotEqual(one, Picture(Camera with { Frame = 1 }, light));
        Assert.NotEqual(one, Picture(Camera with { Seed = 6 }, light));
        double step = 4000.0 / 255;
        Assert.All(one, value => Assert.Equal(Math.Round(value / step) * step, value, 1e-12));
        Assert.All(one, value => Assert.InRange(value, 0, 4000));
    }

    [Fact]
    public void The_gradient_passes_noise_and_steps_as_if_there_were_none()
    {
        using NdArray<double> light = Light(2);
        NdArray<double> noisy = Slope(Camera with { FullWell = 1e5 }, light);
        NdArray<double> plain = Slope(Camera with { FullWell = null, Bits = null, HasShotNoise = false, ReadNoise = 0 }, light);
        Assert.Equal(plain.AsReadOnlySpan().ToArray(), noisy.AsReadOnlySpan().ToArray());
        Assert.True(plain.AsReadOnlySpan().ToArray().All(slope => slope != 0));

        static NdArray<double> Slope(Sensor sensor, NdArray<double> light) => Gradient.Of(intensity =>
        {
            Var<double> picture = sensor.Read(intensity);
            NdArray<double> weights = NdArray.Fill<double>(4, 3, (y, x) => 1 + y - (0.3 * x));
            return Ops.Sum(intensity.Tape.Constant(weights) * picture);
        }, light).Gradient;
    }

    [Fact]
    public void A_full_well_stops_the_gradient()
    {
        using NdArray<double> light = NdArray.From(0.5, 2, 9, 0.1).Reshape(2, 2);
        (_, NdArray<double> slope) = Gradient.Of(intensity => Ops.Sum(new Sensor { Gain = 100, FullWell = 150 }.Read(intensity)), light);
        Assert.Equal([100, 0, 0, 100], slope.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_and_reverse_mode_agree_from_the_field_to_the_picture(bool noisy)
    {
        Sensor sensor = noisy ? Camera with { FullWell = 1500 } : new Sensor { PointsPerPixel = 2, Gain = 3, FullWell = 8 };
        using NdArray<Complex> field = NdArray.Zeros<Complex>(8, 6);
        using NdArray<Complex> tangent = NdArray.Zeros<Complex>(8, 6);
        using NdArray<double> cotangent = NdArray.Zeros<double>(4, 3);
        new CounterRandom(1).FillNormal(field);
        new CounterRandom(2).FillNormal(tangent);
        new CounterRandom(3).FillNormal(cotangent);
        (_, NdArray<double> forward) = Jvp.Of<Complex, double>(Picture, field, tangent);
        (_, NdArray<Complex> back) = Vjp.Of<Complex, double>(Picture, field, cotangent);
        using var compute = new Compute(threads: 1);
        double a = compute.Backend.Dot(cotangent, forward).Real;
        double b = compute.Backend.Dot(back, tangent).Real;
        Assert.True(Math.Abs(a - b) <= 1e-12 * Math.Abs(a), $"{a} and {b}");
        Assert.NotEqual(0, a);

        Var<double> Picture(Var<Complex> u) => sensor.Read(Ops.AbsSquared(u));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        using NdArray<double> light = NdArray.From(-1.0).Reshape(1, 1);
        Assert.Throws<ArgumentException>(() => Picture(new Sensor { HasShotNoise = true }, light));
        Assert.Throws<ArgumentException>(() => Picture(new Sensor { Bits = 8 }, light));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sensor { FullWell = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sensor { ReadNoise = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sensor { FillFactor = 1.1 });
    }

    [Fact]
    public void Single_precision_reads_too()
    {
        using var tape = new Tape(new Compute(threads: 1));
        using NdArray<float> light = NdArray.Fill<float>(8, 6, (y, x) => y + x);
        using NdArray<double> twice = NdArray.Fill<double>(8, 6, (y, x) => y + x);
        NdArray<float> picture = Camera.Read(tape.Constant(light)).Value;
        double[] expected = Picture(Camera, twice);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], picture.AsReadOnlySpan()[k], 20.0);
    }

    private static NdArray<double> Light(ulong seed)
    {
        NdArray<double> light = NdArray.Zeros<double>(8, 6);
        new CounterRandom(seed).FillUniform(light);
        using var compute = new Compute(threads: 1);
        compute.Backend.Affine(4, light, 0.5, light);
        return light;
    }

    private static double[] Picture(Sensor sensor, NdArray<double> light, int threads = 1)
    {
        using var compute = new Compute(threads: threads);
        using var tape = new Tape(compute);
        return sensor.Read(tape.Constant(light)).Value.Copy().AsReadOnlySpan().ToArray();
    }
}
