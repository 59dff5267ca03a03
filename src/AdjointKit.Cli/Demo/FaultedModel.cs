using AdjointKit.Arrays;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Demo;

/// <summary>
/// A small piece of geology of our own: water over bent layers that two normal faults cut. The layers are given along a stratigraphic depth
/// s(x, z), which is the depth less the bend of the layers and less the throw of every fault whose plane lies left of the point.
/// </summary>
internal static class FaultedModel
{
    internal const double WaterDepth = 120;
    private const double WaterVelocity = 1500;

    /// <summary>Tops of the layers along s in metres, and their velocities in m/s.</summary>
    private static readonly (double Top, double Velocity)[] Layers =
    [
        (double.NegativeInfinity, 1750), (260, 2000), (400, 2350), (520, 2150), (640, 2600), (790, 2950), (930, 2700), (1060, 3300), (1240, 3700),
    ];

    /// <summary>Faults: where the plane meets z = 0 (m), its horizontal run per metre of depth, and its throw (m).</summary>
    private static readonly (double Origin, double Run, double Throw)[] Faults = [(750, 0.45, 110), (2150, -0.40, -90)];

    internal static Grid2D Grid { get; } = new(300, 150, 10, 10);

    /// <summary>The velocity [x, z] in m/s.</summary>
    internal static NdArray<double> Velocity() => NdArray.Fill<double>(Grid.Nx, Grid.Nz, (i, k) => At(i * Grid.Dx, k * Grid.Dz));

    /// <summary>The same model with its slowness smoothed by a Gaussian, the water kept: what a velocity analysis might give.</summary>
    /// <param name="velocity">[x, z], m/s.</param>
    /// <param name="radius">The standard deviation, m.</param>
    internal static NdArray<double> Smoothed(NdArray<double> velocity, double radius)
    {
        int water = (int)(WaterDepth / Grid.Dz);
        int nx = Grid.Nx;
        int nz = Grid.Nz;
        var slowness = new double[nx, nz];
        ReadOnlySpan<double> values = velocity.AsReadOnlySpan();
        for (int i = 0; i < nx; i++)
        {
            // The sediments reach up under the water while the filter runs, so that the sea floor stays where it is.
            for (int k = 0; k < nz; k++) slowness[i, k] = 1 / values[(i * nz) + Math.Max(k, water)];
        }

        double[] weights = Gaussian(radius / Grid.Dx);
        var along = new double[nx, nz];
        for (int i = 0; i < nx; i++)
        {
            for (int k = 0; k < nz; k++)
            {
                for (int m = -weights.Length + 1; m < weights.Length; m++) along[i, k] += weights[Math.Abs(m)] * slowness[Math.Clamp(i + m, 0, nx - 1), k];
            }
        }

        return NdArray.Fill<double>(nx, nz, (i, k) =>
        {
            if (k < water) return WaterVelocity;
            double sum = 0;
            for (int m = -weights.Length + 1; m < weights.Length; m++) sum += weights[Math.Abs(m)] * along[i, Math.Clamp((int)k + m, 0, nz - 1)];
            return 1 / sum;
        });
    }

    private static double At(double x, double z)
    {
        if (z < WaterDepth) return WaterVelocity;
        double s = z - Bend(x);
        foreach ((double origin, double run, double drop) in Faults)
        {
            if (x > origin + (run * z)) s -= drop;
        }

        double velocity = Layers[0].Velocity;
        foreach ((double top, double layer) in Layers)
        {
            if (s >= top) velocity = layer;
        }

        return velocity;
    }

    /// <summary>An anticline in the middle on a gentle slope.</summary>
    private static double Bend(double x)
    {
        double fromCrest = (x - 1450) / 420;
        return 40 + (0.02 * x) - (130 * Math.Exp(-fromCrest * fromCrest)) + (12 * Math.Sin(x / 170));
    }

    /// <summary>The weights at 0, 1, ... points of a Gaussian that is cut at three standard deviations, with sum 1 over both sides.</summary>
    private static double[] Gaussian(double deviation)
    {
        var weights = new double[(int)Math.Ceiling(3 * deviation) + 1];
        double sum = 0;
        for (int m = 0; m < weights.Length; m++)
        {
            weights[m] = Math.Exp(-0.5 * m * m / (deviation * deviation));
            sum += m == 0 ? weights[m] : 2 * weights[m];
        }

        for (int m = 0; m < weights.Length; m++) weights[m] /= sum;
        return weights;
    }
}
