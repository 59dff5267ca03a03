using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Waves.Checks;

/// <summary>
/// The small problem behind the checks: an inhomogeneous model, two shots of two sources, positions off the grid and near the edges, layers of different
/// widths on each side, records that end while the field is alive.
/// </summary>
internal static class CheckProblem
{
    internal const int Samples = 90;
    internal const double MaximumVelocity = 3200;

    internal static readonly Grid2D Grid = new(41, 37, 10, 8);

    internal static readonly AcousticOptions Options = new() { Pml = new PmlWidths(7, 9, 6, 11) };

    internal static readonly Survey Survey = new(
    [
        new Shot([new Position(53.3, 41.7), new Position(200, 104)], Position.Line(11.1, 391.7, 17, 23.7)),
        new Shot([new Position(333.3, 9.1), new Position(120, 200)], Position.Line(31.1, 381.7, 17, 93.7)),
    ]);

    /// <summary>As <see cref="Survey"/>, every position on a node.</summary>
    internal static readonly Survey OnGridSurvey = new(
    [
        new Shot([new Position(50, 40), new Position(200, 104)], Position.Line(10, 390, 20, 24)),
        new Shot([new Position(330, 8), new Position(120, 200)], Position.Line(10, 390, 20, 96)),
    ]);

    internal static NdArray<T> Velocity<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NdArray.Fill<T>(Grid.Nx, Grid.Nz, (i, k) => T.CreateChecked(2000 + (20 * k) + (300 * Math.Sin(i * 0.3) * Math.Cos(k * 0.2))));

    /// <summary>Different signals for all sources; the first lies in the middle of the band, none is zero at the end.</summary>
    internal static NdArray<T> Signals<T>(TimeAxis time)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> signals = NdArray.Zeros<T>(Survey.Shots.Count, Survey.SourcesPerShot, time.Samples);
        Span<T> samples = signals.AsWritableSpan();
        for (int j = 0; j < samples.Length; j++)
        {
            int trace = j / time.Samples;
            var pulse = new Ricker(18 + (3 * trace), (0.04 + (0.01 * trace)) * time.Step / 0.0015, 1 + (0.3 * trace));
            double t = j % time.Samples * time.Step;
            samples[j] = T.CreateChecked(pulse.At(t) + (0.1 * Math.Sin(40 * t * (1 + trace))));
        }

        return signals;
    }

    internal static AcousticPropagator<T> Propagator<T>(AcousticOptions options, TimeAxis time, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Propagator<T>(options, time, Survey, compute);

    internal static AcousticPropagator<T> Propagator<T>(AcousticOptions options, TimeAxis time, Survey survey, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Grid, time, survey, MaximumVelocity, options, compute);
}
