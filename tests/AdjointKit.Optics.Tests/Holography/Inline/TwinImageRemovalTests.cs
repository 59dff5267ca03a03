using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Runs;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Inline;

public sealed class TwinImageRemovalTests
{
    private const int Size = 96;
    private static readonly FieldGrid Grid = new(Size, Size, 2e-6);

    [Theory]
    [InlineData(TwinImagePenalty.TotalVariation, 0.001)]
    [InlineData(TwinImagePenalty.Sparse, 0.01)]
    public void An_object_comes_back_with_its_phase_and_without_its_twin(TwinImagePenalty penalty, double weight)
    {
        using var compute = new Compute(threads: 2);
        Propagator<Complex> way = Way<Complex>(compute);
        using NdArray<Complex> contrast = Contrast(way);
        using NdArray<Complex> found = new TwinImageRemoval { Penalty = penalty, Weight = weight, Iterations = 150 }.Solve(way, contrast);
        double error = Error(found);
        double withTwin = Error(BackPropagated(way, contrast));
        Assert.True(error < 0.06 * withTwin, $"{error:e2} of {withTwin:e2}");
        Assert.Equal(0.9, (1 + found[60, 56]).Phase, 0.05);
        Assert.InRange(Complex.Abs(1 + found[30, 30]), 0, 0.1);
    }

    [Theory]
    [InlineData(TwinImagePenalty.TotalVariation)]
    [InlineData(TwinImagePenalty.Sparse)]
    public void Noise_of_a_thousand_photons_leaves_it_far_better_than_going_back(TwinImagePenalty penalty)
    {
        using var compute = new Compute(threads: 2);
        Propagator<Complex> way = Way<Complex>(compute);
        using NdArray<Complex> clean = Contrast(way);
        using NdArray<double> light = NdArray.Fill<double>(Size, Size, (y, x) => 1 + clean[y, x].Real);
        using var tape = new Tape(compute);
        Var<double> photons = new Sensor { Gain = 1000, HasShotNoise = true, Seed = 4 }.Read(tape.Constant(light));
        using NdArray<Complex> noisy = NdArray.Fill<Complex>(Size, Size, (y, x) => (photons.Value[y, x] / 1000) - 1);
        using NdArray<Complex> found = new TwinImageRemoval { Penalty = penalty }.Solve(way, noisy);
        double error = Error(found);
        double withTwin = Error(BackPropagated(way, noisy));
        Assert.True(error < 0.2 * withTwin, $"{error:e2} of {withTwin:e2}");
    }

    /// <summary>At the minimum a step down the slope, written out here, is undone by the soft threshold.</summary>
    [Fact]
    public void The_minimum_is_that_of_the_amplitudes_and_the_magnitudes()
    {
        const double weight = 0.02;
        using var compute = new Compute(threads: 2);
        Propagator<Complex> way = Way<Complex>(compute);
        using NdArray<Complex> contrast = Contrast(way);
        using NdArray<Complex> found = new TwinImageRemoval { Penalty = TwinImagePenalty.Sparse, Weight = weight, Iterations = 600 }.Solve(way, contrast);
        Complex passing = Complex.FromPolarCoordinates(1, 2 * Math.PI * (way.Numbers.Distance / way.Numbers.WavelengthInMedium % 1));
        using NdArray<Complex> scattered = way.Apply(found);
        using NdArray<Complex> missing = NdArray.Fill<Complex>(Size, Size, (y, x) =>
        {
            Complex light = passing + scattered[y, x];
            return light * (1 - (Math.Sqrt(1 + contrast[y, x].Real) / Complex.Abs(light)));
        });
        using NdArray<Complex> slope = way.ApplyAdjoint(missing);
        double furthest = 0;
        for (int k = 0; k < Size * Size; k++)
        {
            Complex at = found[k / Size, k % Size];
            Complex below = at - slope[k / Size, k % Size];
            double length = Complex.Abs(below);
            Complex shortened = length > weight ? below * (1 - (weight / length)) : 0;
            furthest = Math.Max(furthest, Complex.Abs(shortened - at));
        }

        Assert.True(furthest < 1e-10, $"{furthest:e2}");
    }

    [Fact]
    public void Single_precision_finds_the_same()
    {
        using var compute = new Compute(threads: 2);
        using NdArray<Complex> contrast = Contrast(Way<Complex>(compute));
        using NdArray<ComplexF> rounded = compute.Empty<ComplexF>(contrast.Shape);
        compute.Backend.Copy(contrast, rounded);
        var removal = new TwinImageRemoval { Penalty = TwinImagePenalty.Sparse, Iterations = 20 };
        using NdArray<Complex> found = removal.Solve(Way<Complex>(compute), contrast);
        using NdArray<ComplexF> single = removal.Solve(Way<ComplexF>(compute), rounded);
        double furthest = 0;
        for (int k = 0; k < Size * Size; k++) furthest = Math.Max(furthest, Complex.Abs(found[k / Size, k % Size] - (Complex)single[k / Size, k % Size]));
        Assert.InRange(furthest, 0, 1e-4);
    }

    [Fact]
    public void An_intensity_that_noise_made_negative_counts_as_dark()
    {
        using var compute = new Compute(threads: 2);
        Propagator<Complex> way = Way<Complex>(compute);
        using NdArray<Complex> contrast = Contrast(way);
        using NdArray<Complex> dark = NdArray.Fill<Complex>(Size, Size, (y, x) => y == 40 && x == 40 ? -1 : contrast[y, x]);
        using NdArray<Complex> negative = NdArray.Fill<Complex>(Size, Size, (y, x) => y == 40 && x == 40 ? -1.3 : contrast[y, x]);
        var removal = new TwinImageRemoval { Penalty = TwinImagePenalty.Sparse, Iterations = 5 };
        Assert.Equal(removal.Solve(way, dark).AsReadOnlySpan().ToArray(), removal.Solve(way, negative).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused_and_a_wish_to_stop_is_heard()
    {
        using var compute = new Compute(threads: 1);
        Propagator<Complex> way = Way<Complex>(compute);
        using NdArray<Complex> contrast = Contrast(way);
        using NdArray<Complex> small = NdArray.Zeros<Complex>(Size, Size - 1);
        Assert.Contains("a contrast of shape", Assert.Throws<ArgumentException>(() => new TwinImageRemoval().Solve(way, small)).Message, StringComparison.Ordinal);
        Assert.Contains("a weight of -1", Assert.Throws<ArgumentException>(() => new TwinImageRemoval { Weight = -1 }.Solve(way, contrast)).Message, StringComparison.Ordinal);
        Assert.Contains("a weight of NaN", Assert.Throws<ArgumentException>(() => new TwinImageRemoval { Weight = double.NaN }.Solve(way, contrast)).Message, StringComparison.Ordinal);
        Assert.Contains("0 steps", Assert.Throws<ArgumentException>(() => new TwinImageRemoval { Iterations = 0 }.Solve(way, contrast)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => new TwinImageRemoval().Solve(way, contrast, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Who_watches_knows_how_many_steps_there_are()
    {
        using var compute = new Compute(threads: 1);
        Propagator<Complex> way = Way<Complex>(compute);
        var watcher = new Watcher();
        new TwinImageRemoval { Penalty = TwinImagePenalty.Sparse, Iterations = 3 }.Solve(way, Contrast(way), watcher);
        Assert.Equal((3, 3), (watcher.Latest.Done, watcher.Latest.Total));
    }

    /// <summary>In water, over a distance that is no whole number of waves.</summary>
    private static Propagator<T> Way<T>(Compute compute)
        where T : unmanaged => new AngularSpectrum().Plan<T>(Grid, 0.5e-6, 0.9e-3 + 0.14e-6, index: 1.33, compute: compute);

    /// <summary>Opaque squares and a transparent one that delays by 0.9 rad.</summary>
    private static Complex Object(nint y, nint x) =>
        (y is >= 26 and < 36 && x is >= 24 and < 34) || (y is >= 70 and < 76 && x is >= 20 and < 26) || (y is >= 22 and < 28 && x is >= 66 and < 72) ? -1
        : y is >= 56 and < 66 && x is >= 52 and < 62 ? Complex.FromPolarCoordinates(1, 0.9) - 1 : 0;

    private static NdArray<Complex> Contrast(Propagator<Complex> way)
    {
        using NdArray<Complex> scattered = way.Apply(NdArray.Fill<Complex>(Size, Size, Object));
        Complex passing = Complex.FromPolarCoordinates(1, 2 * Math.PI * (way.Numbers.Distance / way.Numbers.WavelengthInMedium % 1));
        return NdArray.Fill<Complex>(Size, Size, (y, x) => Math.Pow(Complex.Abs(passing + scattered[y, x]), 2) - 1);
    }

    /// <summary>t - 1 and its twin image.</summary>
    private static NdArray<Complex> BackPropagated(Propagator<Complex> way, NdArray<Complex> contrast)
    {
        NdArray<Complex> field = way.ApplyAdjoint(contrast);
        way.Compute.Backend.Affine(InlineHologram.PassingLight(way.Numbers), field, 0, field);
        return field;
    }

    /// <summary>|o - truth| / |truth|.</summary>
    private static double Error(NdArray<Complex> found)
    {
        double apart = 0;
        double size = 0;
        for (int k = 0; k < Size * Size; k++)
        {
            Complex truth = Object(k / Size, k % Size);
            apart += Math.Pow(Complex.Abs(found[k / Size, k % Size] - truth), 2);
            size += Math.Pow(Complex.Abs(truth), 2);
        }

        return Math.Sqrt(apart / size);
    }

    private sealed class Watcher : IProgress<RunProgress>
    {
        internal RunProgress Latest { get; private set; }

        public void Report(RunProgress value) => Latest = value;
    }
}
