using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Reference;

/// <summary>The propagator against the plainest form of its scheme and against the exact field in a plane.</summary>
public class PropagatorAgainstReferenceTests
{
    private static readonly Compute Compute = new(threads: 2);

    [Theory]
    [InlineData(2, false, TimeScheme.Leapfrog, 1)]
    [InlineData(4, true, TimeScheme.Leapfrog, 3)]
    [InlineData(8, false, TimeScheme.Corrected, 1)]
    [InlineData(8, true, TimeScheme.Corrected, 2)]
    [InlineData(12, true, TimeScheme.Corrected, 1)]
    public void Data_equal_those_of_the_plain_scheme_between_filters(int order, bool freeSurface, TimeScheme time, int substeps)
    {
        var grid = new Grid2D(41, 37, 10, 8);
        var random = new Random(1);
        double[] velocity = [.. Enumerable.Range(0, grid.Nx * grid.Nz).Select(_ => 1500 + (1000 * random.NextDouble()))];
        double dt = 0.8 * substeps * Stability.Limit(grid, order, 2500);
        var axis = new Waves.TimeAxis(dt, 80);
        var shot = new Shot([new Position(123, 71), new Position(200, 160)], [new Position(300, 21), new Position(77.7, 240), new Position(250, 136)]);
        double[][] wavelets = [new Ricker(25).Sample(axis), new Ricker(18, amplitude: -2).Sample(axis)];

        using NdArray<double> wavelet = NdArray.From<double>([.. wavelets[0], .. wavelets[1]], new Shape(1, 2, axis.Samples));
        using NdArray<double> model = NdArray.From<double>(velocity, new Shape(grid.Nx, grid.Nz));
        var options = new AcousticOptions { Order = order, FreeSurface = freeSurface, Time = time, Pml = PmlWidths.All(0) };
        var propagator = new AcousticPropagator<double>(grid, axis, new Survey([shot]), 2500, options, Compute);
        Assert.Equal(substeps, propagator.Substeps);
        using NdArray<double> data = propagator.Model(model, wavelet);

        var filter = new TimeFilter(axis, substeps, time == TimeScheme.Corrected);
        double[][] inner = [.. wavelets.Select(signal =>
        {
            var samples = new double[filter.InternalSamples];
            filter.SourceToInternal<double>(signal, samples, Compute);
            return samples;
        })];
        double[][] recorded = ReferenceAcoustic.Run(velocity, grid, shot, inner, dt / substeps, substeps, order, freeSurface);
        double difference = 0;
        double size = 0;
        for (int r = 0; r < recorded.Length; r++)
        {
            var expected = new double[axis.Samples];
            filter.RecordedToData<double>(recorded[r], expected, Compute);
            for (int n = 0; n < expected.Length; n++)
            {
                difference += Math.Pow(data[0, r, n] - expected[n], 2);
                size += expected[n] * expected[n];
            }
        }

        Assert.InRange(Math.Sqrt(difference / size), 0, 1e-11);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Corrected_data_are_within_one_percent_of_the_exact_field_at_ten_points_per_wavelength(bool freeSurface)
    {
        // 10 points per wavelength of the peak frequency, order 8, 0.9 of the stability limit, receivers 2 to 5 wavelengths away, an absorbing layer of 20 points.
        const double Velocity = 2000;
        const double Peak = 10;
        const double Wavelength = Velocity / Peak;
        const double Spacing = Wavelength / 10;
        var grid = new Grid2D(81, 61, Spacing, Spacing);
        var axis = new Waves.TimeAxis(0.9 * Stability.Limit(grid, 8, Velocity), 200);
        var source = new Position(15.4 * Spacing, 20.3 * Spacing);
        Position[] receivers = [.. new[] { 2, 3.5, 5 }.Select(distance => new Position(source.X + (distance * Wavelength), 25.8 * Spacing))];
        var options = new AcousticOptions { Order = 8, FreeSurface = freeSurface, Time = TimeScheme.Corrected, Pml = PmlWidths.All(20) };
        var propagator = new AcousticPropagator<double>(grid, axis, Survey.FixedSpread([source], receivers), Velocity, options, Compute);
        using NdArray<double> model = NdArray.Fill<double>(grid.Nx, grid.Nz, (_, _) => Velocity);
        var ricker = new Ricker(Peak);
        using NdArray<double> data = propagator.Model(model, ricker.Sample<double>(axis));
        for (int r = 0; r < receivers.Length; r++)
        {
            double[] exact = freeSurface
                ? AnalyticGreens2D.TraceBelowFreeSurface(ricker.At, Velocity, source, receivers[r], axis)
                : AnalyticGreens2D.Trace(ricker.At, Velocity, Math.Sqrt(Math.Pow(receivers[r].X - source.X, 2) + Math.Pow(receivers[r].Z - source.Z, 2)), axis);
            double difference = 0;
            for (int n = 0; n < exact.Length; n++) difference += Math.Pow(data[0, r, n] - exact[n], 2);
            Assert.InRange(Math.Sqrt(difference / exact.Sum(e => e * e)), 0, 0.01);
            Assert.Equal(0, data[0, r, 0]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_corrected_propagator_passes_the_dot_test_in_wavelet_and_velocity(int substeps)
    {
        var grid = new Grid2D(31, 27, 10, 10);
        var axis = new Waves.TimeAxis(0.8 * substeps * Stability.Limit(grid, 8, 2500), 60);
        Survey survey = Survey.FixedSpread([new Position(93, 71)], [new Position(211, 21), new Position(155, 188)]);
        var options = new AcousticOptions { Time = TimeScheme.Corrected, Pml = PmlWidths.All(8), FreeSurface = true };
        var propagator = new AcousticPropagator<double>(grid, axis, survey, 2500, options, Compute);
        using NdArray<double> velocity = Random(2, grid.Nx, grid.Nz);
        Span<double> v = velocity.AsWritableSpan();
        for (int n = 0; n < v.Length; n++) v[n] = 2000 + (400 * v[n]);
        using NdArray<double> signals = Random(3, 1, 1, axis.Samples);
        using NdArray<double> data = Random(4, 1, 2, axis.Samples);
        using NdArray<double> perturbation = Random(5, grid.Nx, grid.Nz);

        Assert.InRange(Error(propagator.Model(velocity, signals), data, signals, propagator.ModelAdjoint(velocity, data)), 0, 1e-12);
        Assert.InRange(Error(propagator.Born(velocity, signals, perturbation), data, perturbation, propagator.BornAdjoint(velocity, signals, data)), 0, 1e-12);
    }

    private static double Error(NdArray<double> forward, NdArray<double> y, NdArray<double> x, NdArray<double> back)
    {
        double a = Compute.Backend.Dot(forward, y).Real;
        double b = Compute.Backend.Dot(x, back).Real;
        return Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));
    }

    private static NdArray<double> Random(int seed, params nint[] lengths)
    {
        var random = new Random(seed);
        NdArray<double> array = NdArray.Zeros<double>(lengths);
        Span<double> span = array.AsWritableSpan();
        for (int n = 0; n < span.Length; n++) span[n] = (2 * random.NextDouble()) - 1;
        return array;
    }
}
