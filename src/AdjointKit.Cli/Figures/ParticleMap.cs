using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>Particles as circles of their width, in the colour of their distance, over what they were found in.</summary>
internal static class ParticleMap
{
    /// <summary>The range of distances is divided into so many colours.</summary>
    private const int Colors = 5;

    /// <summary>Corners of a circle; one at the border has every other side.</summary>
    private const int Corners = 48;

    internal static Figure Of(ParticleField found, FieldGrid grid)
    {
        Figure figure = OpticsPictures.Of(found.Projection, "Particles over the deepest shadow", ColorMap.Gray.Reversed(), grid);
        if (found.Particles.Count == 0) return figure;
        (double nearest, double farthest) = (found.Particles[0].Z, found.Particles[^1].Z);
        foreach (IGrouping<int, Particle> group in found.Particles.GroupBy(particle => Class(particle.Z, nearest, farthest)).OrderBy(group => group.Key))
        {
            (double[] x, double[] y) = Circles(group);
            figure = figure.WithSeries(new Series(x, y, Label(group)) { Color = ColorMap.Viridis.At((group.Key + 0.5) / Colors), Width = 2 });
        }

        return figure;
    }

    private static int Class(double z, double nearest, double farthest) => farthest > nearest ? Math.Min((int)(Colors * (z - nearest) / (farthest - nearest)), Colors - 1) : 0;

    private static string Label(IEnumerable<Particle> group)
    {
        string[] ends = [.. new[] { group.Min(particle => particle.Z), group.Max(particle => particle.Z) }.Select(z => (z * 1e3).ToString("0.####", CultureInfo.InvariantCulture)).Distinct()];
        return $"{string.Join(" to ", ends)} mm";
    }

    /// <summary>In micrometres, a gap after each.</summary>
    private static (double[] X, double[] Y) Circles(IEnumerable<Particle> particles)
    {
        List<double> x = [];
        List<double> y = [];
        foreach (Particle particle in particles)
        {
            for (int corner = 0; corner <= Corners; corner++)
            {
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * corner / Corners);
                x.Add((particle.X + (particle.Diameter / 2 * cosine)) * 1e6);
                y.Add((particle.Y + (particle.Diameter / 2 * sine)) * 1e6);
                if (corner == Corners || (particle.IsAtBorder && corner % 2 == 1))
                {
                    x.Add(double.NaN);
                    y.Add(double.NaN);
                }
            }
        }

        return ([.. x], [.. y]);
    }
}
