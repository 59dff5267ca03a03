using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Waves.Tests.Reference;

/// <summary>The references against each other: exact formula, plain scheme with filters and interpolation, and the files of two independent codes.</summary>
public class ReferenceAcousticTests
{
    private const double Velocity = 2000;
    private const double Peak = 10;

    [Fact]
    public void The_exact_field_of_a_step_source_has_a_closed_form()
    {
        // f = t gives u = (t acosh(t c / r) - sqrt(t^2 - r^2/c^2)) / (2 pi).
        var axis = new Waves.TimeAxis(0.01, 100);
        double[] trace = AnalyticGreens2D.Trace(t => t, Velocity, 300, axis, points: 100_000);
        for (int n = 16; n < 100; n++)
        {
            double t = n * 0.01;
            Assert.Equal(((t * Math.Acosh(t / 0.15)) - Math.Sqrt((t * t) - 0.0225)) / (2 * Math.PI), trace[n], 1e-9);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_corrected_scheme_is_within_one_percent_of_the_exact_field_at_ten_points_per_wavelength(bool freeSurface, bool onGrid)
    {
        // 10 points per wavelength of the peak frequency, order 8, 0.9 of the stability limit, receivers 2 to 5 wavelengths away.
        const double Wavelength = Velocity / Peak;
        const double Spacing = Wavelength / 10;
        var grid = new Grid2D(130, 110, Spacing, Spacing);
        double dt = 0.9 * Stability.Limit(grid, 8, Velocity);
        var axis = new Waves.TimeAxis(dt, (int)(0.72 / dt));
        double shift = onGrid ? 0 : 0.37 * Spacing;
        var source = new Position((40 * Spacing) + shift, freeSurface ? (14.6 * Spacing) : (50 * Spacing) + shift);
        Position[] receivers = [.. new[] { 2, 3.5, 5 }.Select(distance => new Position(source.X + (distance * Wavelength), freeSurface ? (17.4 * Spacing) : source.Z))];
        var ricker = new Ricker(Peak);
        double[] wavelet = ricker.Sample(axis);

        (double plain, double corrected) = (0, 0);
        double[][] plainData = Simulate(corrected: false);
        double[][] correctedData = Simulate(corrected: true);
        for (int r = 0; r < receivers.Length; r++)
        {
            double[] exact = freeSurface
                ? AnalyticGreens2D.TraceBelowFreeSurface(ricker.At, Velocity, source, receivers[r], axis)
                : AnalyticGreens2D.Trace(ricker.At, Velocity, receivers[r].X - source.X, axis);
            plain = Math.Max(plain, RelativeError(plainData[r], exact));
            corrected = Math.Max(corrected, RelativeError(correctedData[r], exact));
        }

        Assert.InRange(plain, 0.1, 0.5);
        Assert.InRange(corrected, 0, 0.01);

        double[][] Simulate(bool corrected)
        {
            using var compute = new Compute(threads: 1);
            var filter = new TimeFilter(axis, 1, corrected);
            var inner = new double[filter.InternalSamples];
            filter.SourceToInternal<double>(wavelet, inner, compute);
            double[] velocity = [.. Enumerable.Repeat(Velocity, grid.Nx * grid.Nz)];
            double[][] recorded = ReferenceAcoustic.Run(velocity, grid, new Shot([source], receivers), [inner], dt, 1, 8, freeSurface);
            return [.. recorded.Select(trace =>
            {
                var data = new double[axis.Samples];
                filter.RecordedToData<double>(trace, data, compute);
                return data;
            })];
        }
    }

    [SkippableFact]
    public void The_exact_field_agrees_with_two_independent_codes_as_well_as_leapfrog_can()
    {
        // The files' source is a delta of strength dx^2: their data are dx^2 times ours.
        string folder = SharedData.Path("oracles/waves/constant");
        using NdArray<double> data = NpyFile.Read<double>(Path.Combine(folder, "d.npy"));
        using NdArray<double> velocity = NpyFile.Read<double>(Path.Combine(folder, "vp.npy"));
        using NdArray<double> wavelet = NpyFile.Read<double>(Path.Combine(folder, "wavelet.npy"));
        using NdArray<long> sources = NpyFile.Read<long>(Path.Combine(folder, "src.npy"));
        using NdArray<long> receivers = NpyFile.Read<long>(Path.Combine(folder, "rec.npy"));
        const double Spacing = 10;
        var axis = new Waves.TimeAxis(0.001, (int)data.Shape[2]);
        double[] samples = wavelet.AsReadOnlySpan().ToArray();
        double worst = 0;
        for (int r = 0; r < receivers.Shape[0]; r++)
        {
            double distance = Spacing * Math.Sqrt(Math.Pow(receivers[r, 0] - sources[0, 0], 2) + Math.Pow(receivers[r, 1] - sources[0, 1], 2));
            if (distance < 100) continue;
            double[] exact = AnalyticGreens2D.Trace(Interpolated, velocity[0, 0], distance, axis, points: 500);
            double[] theirs = data.Select(0, 0).Select(0, r).Copy().AsReadOnlySpan().ToArray();
            worst = Math.Max(worst, RelativeError([.. theirs.Select(d => d / (Spacing * Spacing))], exact));
        }

        Assert.InRange(worst, 1e-4, 0.03);

        double Interpolated(double t)
        {
            // Cubic through four neighbours: far below the error of leapfrog at 100 samples per period.
            double place = t / axis.Step;
            int n = Math.Clamp((int)place, 1, samples.Length - 3);
            double x = place - n;
            (double a, double b, double c, double d) = (samples[n - 1], samples[n], samples[n + 1], samples[n + 2]);
            return b + (0.5 * x * (c - a + (x * ((2 * a) - (5 * b) + (4 * c) - d + (x * ((3 * (b - c)) + d - a))))));
        }
    }

    private static double RelativeError(double[] actual, double[] exact)
    {
        double difference = actual.Zip(exact, (a, e) => (a - e) * (a - e)).Sum();
        return Math.Sqrt(difference / exact.Sum(e => e * e));
    }
}
