using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>
/// Reflections of the absorbing layer: max |u - u_big| / max |u_big| at receivers on the line next to it, u_big from a domain too large to answer,
/// 10 points per peak wavelength, 0.9 of the stability limit.
/// </summary>
public class PmlTests
{
    private const double Spacing = 10;
    private const double Velocity = 2000;
    private const double Peak = Velocity / (10 * Spacing);
    private const int Distance = 40;

    private static readonly double[] Angles = [0, 60, 75];

    [Fact]
    public void Twenty_points_reflect_at_most_1e_4_at_normal_incidence_1e_3_at_60_and_5e_2_at_75_degrees()
    {
        double[] reflections = Reflections(20);
        Assert.InRange(reflections[0], 0, 1e-4);
        Assert.InRange(reflections[1], 0, 1e-3);
        Assert.InRange(reflections[2], 0, 5e-2);
    }

    [Fact]
    public void Ten_points_reflect_at_most_minus_58_decibels_at_normal_incidence()
    {
        Assert.InRange(20 * Math.Log10(Reflections(10)[0]), -200, -58);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_grows_over_20_000_steps(bool freeSurface)
    {
        var grid = new Grid2D(60, 50, Spacing, Spacing);
        double dt = 0.99 * Stability.Limit(grid, 8, 4000);
        var axis = new Waves.TimeAxis(dt, 20_001);
        var survey = new Survey([new Shot([new Position(203, 107)], [new Position(400, 300), new Position(590, 490), new Position(0, 250)])]);
        using var compute = new Compute(threads: 2);
        var options = new AcousticOptions { Pml = PmlWidths.All(10), FreeSurface = freeSurface };
        var propagator = new AcousticPropagator<float>(grid, axis, survey, 4000, options, compute);
        using NdArray<float> velocity = NdArray.Fill<float>(grid.Nx, grid.Nz, (i, k) => k < 20 ? 1500 : i < 30 ? 4000 : 2500);
        using NdArray<float> wavelet = NdArray.From<float>([.. new Ricker(20).Sample(axis).Select(value => (float)value)]);
        using NdArray<float> data = propagator.Model(velocity, wavelet);
        float early = 0;
        float late = 0;
        for (int r = 0; r < 3; r++)
        {
            for (int n = 0; n < axis.Samples; n++)
            {
                float value = Math.Abs(data[0, r, n]);
                if (n < 2000) early = Math.Max(early, value);
                if (n > 18_000) late = Math.Max(late, value);
            }
        }

        Assert.True(early > 0);
        Assert.InRange(late, 0, 1e-4 * early);
    }

    private static double[] Reflections(int width)
    {
        double[][] big = Run(250, new PmlWidths(20, 20, 20, 20));
        double[][] tested = Run(0, new PmlWidths(20, width, 20, 20));
        var reflections = new double[Angles.Length];
        for (int r = 0; r < reflections.Length; r++)
        {
            double difference = big[r].Zip(tested[r], (a, b) => Math.Abs(a - b)).Max();
            reflections[r] = difference / big[r].Max(Math.Abs);
        }

        return reflections;
    }

    /// <summary>The traces on the line at x = 150 points; beyond it lie <paramref name="beyond"/> points and the layer.</summary>
    private static double[][] Run(int beyond, PmlWidths pml)
    {
        const int Line = 150;
        var grid = new Grid2D(Line + beyond + 1, 460, Spacing, Spacing);
        double dt = 0.9 * Stability.Limit(grid, 8, Velocity);
        double farthest = Distance / Math.Cos(Angles[^1] * Math.PI / 180);
        var axis = new Waves.TimeAxis(dt, (int)(((farthest * Spacing / Velocity) + (3.5 / Peak)) / dt));
        const int Depth = 170;
        Position[] receivers = [.. Angles.Select(angle => new Position(Line * Spacing, (Depth + Math.Round(Math.Tan(angle * Math.PI / 180) * Distance)) * Spacing))];
        var survey = new Survey([new Shot([new Position((Line - Distance) * Spacing, Depth * Spacing)], receivers)]);
        using var compute = new Compute(threads: 2);
        var propagator = new AcousticPropagator<double>(grid, axis, survey, Velocity, new AcousticOptions { Pml = pml }, compute);
        using NdArray<double> velocity = NdArray.Fill<double>(grid.Nx, grid.Nz, (_, _) => Velocity);
        using NdArray<double> wavelet = NdArray.From<double>(new Ricker(Peak).Sample(axis));
        using NdArray<double> data = propagator.Model(velocity, wavelet);
        var traces = new double[receivers.Length][];
        for (int r = 0; r < traces.Length; r++) traces[r] = data.Select(0, 0).Select(0, r).AsReadOnlySpan().ToArray();
        return traces;
    }
}
