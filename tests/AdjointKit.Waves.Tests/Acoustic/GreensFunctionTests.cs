using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Waves.Tests.Reference;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>The propagator against the exact field of a point source in a homogeneous plane and half-plane.</summary>
public class GreensFunctionTests
{
    private const double Velocity = 2000;
    private const double Peak = 10;
    private const double Wavelength = Velocity / Peak;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Corrected_time_stepping_is_within_one_percent_at_ten_points_per_wavelength_and_nine_tenths_of_the_limit(bool freeSurface)
    {
        double[] errors = Errors(new AcousticOptions { FreeSurface = freeSurface, Time = TimeScheme.Corrected }, pointsPerWavelength: 10, fractionOfLimit: 0.9);
        Assert.All(errors, error => Assert.InRange(error, 0, 0.01));
    }

    [Fact]
    public void Plain_leapfrog_is_as_far_off_as_theory_says()
    {
        double[] errors = Errors(new AcousticOptions(), pointsPerWavelength: 10, fractionOfLimit: 0.9);
        Assert.InRange(errors[^1], 0.15, 0.3);
    }

    [Fact]
    public void Leapfrog_converges_with_the_second_power_of_the_time_step()
    {
        // The same grid, so that only the time step's error changes between the two.
        double coarse = Difference(0.4);
        double fine = Difference(0.2);
        Assert.InRange(Math.Log2(coarse / fine), 1.9, 2.1);

        static double Difference(double fraction)
        {
            double[][] plain = Traces(new AcousticOptions { Order = 12 }, 10, fraction, 0.8, out _, out _);
            double[][] exactInTime = Traces(new AcousticOptions { Order = 12, Time = TimeScheme.Corrected }, 10, fraction, 0.8, out _, out _);
            return RelativeError(plain[1], exactInTime[1]);
        }
    }

    [Theory]
    [InlineData(2, 16, 24)]
    [InlineData(4, 10, 15)]
    [InlineData(8, 11, 15)]
    [InlineData(12, 13, 16)]
    public void The_stencil_converges_with_its_order_in_the_spacing(int order, double coarsePoints, double finePoints)
    {
        var options = new AcousticOptions { Order = order, Time = TimeScheme.Corrected };

        // Short enough that no echo of the layers has arrived at 3.5 wavelengths.
        double coarse = Errors(options, coarsePoints, 0.5, duration: 0.64)[1];
        double fine = Errors(options, finePoints, 0.5, duration: 0.64)[1];
        double slope = Math.Log(coarse / fine) / Math.Log(finePoints / coarsePoints);
        Assert.True(Math.Abs(slope - order) <= 0.1 * order, $"order {slope}: error {coarse:e2} at {coarsePoints} points, {fine:e2} at {finePoints}");
    }

    /// <summary>Relative L2 errors at 2, 3.5 and 5 wavelengths.</summary>
    private static double[] Errors(AcousticOptions options, double pointsPerWavelength, double fractionOfLimit, double duration = 0.8)
    {
        double[][] traces = Traces(options, pointsPerWavelength, fractionOfLimit, duration, out Shot shot, out Waves.TimeAxis axis);
        var ricker = new Ricker(Peak);
        return
        [
            .. shot.Receivers.Select((receiver, r) => RelativeError(traces[r], options.FreeSurface
                ? AnalyticGreens2D.TraceBelowFreeSurface(ricker.At, Velocity, shot.Sources[0], receiver, axis)
                : AnalyticGreens2D.Trace(ricker.At, Velocity, Math.Sqrt(Math.Pow(receiver.X - shot.Sources[0].X, 2) + Math.Pow(receiver.Z - shot.Sources[0].Z, 2)), axis))),
        ];
    }

    private static double[][] Traces(AcousticOptions options, double pointsPerWavelength, double fractionOfLimit, double duration, out Shot shot, out Waves.TimeAxis axis)
    {
        double spacing = Wavelength / pointsPerWavelength;
        var grid = new Grid2D((int)(9 * pointsPerWavelength), (int)(6 * pointsPerWavelength), spacing, spacing);
        double dt = fractionOfLimit * Stability.Limit(grid, options.Order, Velocity);
        axis = new Waves.TimeAxis(dt, (int)(duration / dt));
        double x = Math.Round(1.5 * pointsPerWavelength) * spacing;
        double z = options.FreeSurface ? 1.46 * Wavelength : Math.Round(3 * pointsPerWavelength) * spacing;
        Position source = options.FreeSurface ? new Position(x + (0.37 * spacing), z) : new Position(x, z);
        Position[] receivers = [.. new[] { 2, 3.5, 5 }.Select(distance => options.FreeSurface ? new Position(source.X + (distance * Wavelength), 1.74 * Wavelength) : new Position(source.X + (Math.Round(distance * pointsPerWavelength) * spacing), z))];
        shot = new Shot([source], receivers);
        using var compute = new Compute(threads: 2);
        var propagator = new AcousticPropagator<double>(grid, axis, new Survey([shot]), Velocity, options, compute);
        using NdArray<double> velocity = NdArray.Fill<double>(grid.Nx, grid.Nz, (_, _) => Velocity);
        using NdArray<double> wavelet = NdArray.From<double>(new Ricker(Peak).Sample(axis));
        using NdArray<double> data = propagator.Model(velocity, wavelet);
        var traces = new double[receivers.Length][];
        for (int r = 0; r < traces.Length; r++) traces[r] = data.Select(0, 0).Select(0, r).AsReadOnlySpan().ToArray();
        return traces;
    }

    private static double RelativeError(double[] actual, double[] expected)
    {
        double difference = 0;
        double norm = 0;
        for (int n = 0; n < expected.Length; n++)
        {
            difference += Math.Pow(actual[n] - expected[n], 2);
            norm += expected[n] * expected[n];
        }

        return Math.Sqrt(difference / norm);
    }
}
