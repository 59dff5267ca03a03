using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics.Tests.Holography.Particles;

/// <summary>A simulated in-line hologram of opaque discs that are known: the light of a plane wave is taken from disc to disc and to the sensor by the angular spectrum, on a grid twice as wide.</summary>
internal sealed class ParticleScene
{
    internal const double Wavelength = 633e-9;
    internal const double Pitch = 2e-6;

    private ParticleScene(int size, IReadOnlyList<Particle> truth, NdArray<double> contrast)
    {
        Grid = new FieldGrid(size, size, Pitch);
        Truth = truth;
        Contrast = contrast;
    }

    internal FieldGrid Grid { get; }

    internal IReadOnlyList<Particle> Truth { get; }

    internal NdArray<double> Contrast { get; }

    internal FocusPlanes Planes(Compute compute) => new(compute, Grid, Wavelength, 1, new BandLimitedAngularSpectrum());

    /// <summary>Discs of 16 to 40 um, 8 to 20 points, at 6 to 10 mm, 8 points and more apart and 60 um and more from the border: nearer to it much of their light misses the sensor.</summary>
    internal static ParticleScene Random(int size, int count, int seed, double noise)
    {
        var random = new Random(seed);
        List<Particle> discs = [];
        while (discs.Count < count)
        {
            double diameter = (8 + (12 * random.NextDouble())) * Pitch;
            double half = (size / 2 * Pitch) - diameter - 60e-6;
            var disc = new Particle(half * ((2 * random.NextDouble()) - 1), half * ((2 * random.NextDouble()) - 1), 6e-3 + (4e-3 * random.NextDouble()), diameter, 1, false);
            if (discs.All(other => Distance(disc, other) > ((disc.Diameter + other.Diameter) / 2) + (8 * Pitch))) discs.Add(disc);
        }

        return Of(size, discs, noise, seed);
    }

    internal static ParticleScene Of(int size, IReadOnlyList<Particle> discs, double noise, int seed = 1)
    {
        using var compute = new Compute();
        var grid = new FieldGrid(2 * size, 2 * size, Pitch);
        using NdArray<Complex> field = NdArray.Fill<Complex>(2 * size, 2 * size, (_, _) => 1);
        Particle[] byDistance = [.. discs.OrderByDescending(disc => disc.Z)];
        for (int k = 0; k < byDistance.Length; k++)
        {
            Block(field, byDistance[k]);
            double further = byDistance[k].Z - (k + 1 < byDistance.Length ? byDistance[k + 1].Z : 0);
            using NdArray<Complex> next = new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, Wavelength, further, compute: compute).Apply(field);
            next.CopyTo(field);
        }

        using NdArray<double> normal = compute.Empty<double>(size, size);
        compute.Backend.FillNormal(normal, new CounterRandom((ulong)seed));
        using NdArray<double> intensity = NdArray.Fill<double>(size, size, (y, x) => Math.Pow(Complex.Abs(field[y + (size / 2), x + (size / 2)]), 2) + (noise * normal[y, x]));
        return new ParticleScene(size, discs, InlineHologram.Contrast(compute, intensity));
    }

    internal static double Distance(Particle a, Particle b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    /// <summary>Takes away the light of a disc, of points at its edge by the part of their area that it covers.</summary>
    private static void Block(NdArray<Complex> field, Particle disc)
    {
        const int parts = 10;
        int middle = (int)field.Shape[0] / 2;
        Span<Complex> values = field.AsWritableSpan();
        int reach = (int)Math.Ceiling(disc.Diameter / 2 / Pitch) + 1;
        (double cy, double cx, double radius) = ((disc.Y / Pitch) + middle, (disc.X / Pitch) + middle, disc.Diameter / 2 / Pitch);
        for (int y = Math.Max((int)cy - reach, 0); y <= Math.Min((int)cy + reach + 1, (2 * middle) - 1); y++)
        {
            for (int x = Math.Max((int)cx - reach, 0); x <= Math.Min((int)cx + reach + 1, (2 * middle) - 1); x++)
            {
                int covered = 0;
                for (int a = 0; a < parts * parts; a++)
                {
                    (double v, double u) = (y + (((a / parts) + 0.5) / parts) - 0.5 - cy, x + (((a % parts) + 0.5) / parts) - 0.5 - cx);
                    if ((v * v) + (u * u) < radius * radius) covered++;
                }

                values[(y * 2 * middle) + x] *= 1 - (covered / (double)(parts * parts));
            }
        }
    }
}
