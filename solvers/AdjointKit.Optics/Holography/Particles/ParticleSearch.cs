using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>One search for particles.</summary>
/// <typeparam name="T">The element type of fields.</typeparam>
/// <typeparam name="TReal">The element type of depths.</typeparam>
internal sealed class ParticleSearch<T, TReal>(FocusPlanes focus, double from, double to, int count, ParticleOptions options, CancellationToken cancellation)
    where T : unmanaged
    where TReal : unmanaged, INumber<TReal>
{
    /// <summary>The fringes around a particle reach a third of its depth without any noise, and what is half as deep as an opaque particle is one.</summary>
    private const double LeastOfOpaque = 0.35;

    private const double MostOfOpaque = 0.45;
    private const double LeastOfTransparent = 0.25;

    /// <summary>By how much a piece of a region rises above where it meets another, where they are two particles.</summary>
    private const double Prominence = 0.08;

    /// <summary>What the slope of the edge times the radius is at least, in thresholds: 0.7 depths of a bell, more of a disc, and less of where the fringes of several others meet.</summary>
    private const double LeastSlope = 1.3;

    private const double SmallestPoints = 3;
    private const int SmallestWindow = 32;
    private const int LeastMargin = 8;

    /// <summary>The windows together have at most so many times the points of the hologram, or so many where it is small.</summary>
    private const int MostWindows = 16;

    private const long WindowPoints = 1 << 20;

    private readonly double spacing = (to - from) / (count - 1);
    private readonly int ny = (int)focus.Grid.Ny;
    private readonly int nx = (int)focus.Grid.Nx;
    private readonly double smallest = options.SmallestDiameter ?? (SmallestPoints * Math.Sqrt(focus.Grid.Dy * focus.Grid.Dx));

    internal ParticleField Find(NdArray<T> field, IProgress<RunProgress>? progress)
    {
        using var planes = new RefocusedPlanes<T>(field, focus);
        NdArray<double> projection = Project(planes, new LoopProgress("looking for particles", count, progress, cancellation, "planes"));
        RobustSpread noise = RobustSpread.Of(projection.AsReadOnlySpan());
        double threshold = options.Threshold ?? Automatic(noise);
        List<ParticleRegion> regions = Regions(projection, threshold);
        List<Particle> particles = Measure(planes, regions, threshold, new LoopProgress("focusing particles", count, progress, cancellation, "planes"));
        return new ParticleField([.. Merged(particles).OrderBy(particle => particle.Z)], projection, threshold, noise.Deviation);
    }

    /// <summary>Without those whose middle lies in the shadow of a deeper or larger one.</summary>
    private static List<Particle> Merged(List<Particle> particles)
    {
        List<Particle> kept = [];
        foreach (Particle particle in particles.OrderByDescending(particle => particle.Depth * particle.Diameter))
        {
            if (kept.TrueForAll(other => double.Hypot(other.X - particle.X, other.Y - particle.Y) > other.Diameter / 2)) kept.Add(particle);
        }

        return kept;
    }

    private double Automatic(RobustSpread noise)
    {
        double apart = noise.Median + (options.Deviations * noise.Deviation);
        return options.Kind == ParticleKind.Opaque ? Math.Clamp(apart, LeastOfOpaque, MostOfOpaque) : Math.Max(apart, LeastOfTransparent);
    }

    private double Distance(int k) => k == count - 1 ? to : from + (k * spacing);

    private Complex Turn(double distance) => InlineHologram.PassingLight(focus.Numbers(distance));

    private NdArray<double> Project(RefocusedPlanes<T> planes, LoopProgress progress)
    {
        Backend backend = focus.Compute.Backend;
        var shadow = new ShadowDepth(focus.Compute, options.Kind);
        using NdArray<TReal> depth = focus.Compute.Empty<TReal>(focus.Grid.Shape);
        using NdArray<TReal> deepest = focus.Compute.Empty<TReal>(focus.Grid.Shape);
        for (int k = 0; k < count; k++)
        {
            shadow.Of(planes.At(Distance(k)), Turn(Distance(k)), depth);
            if (k == 0) backend.Copy(depth, deepest);
            else backend.Binary(BinaryOp.Maximum, depth, deepest, deepest);
            progress.Add(1);
        }

        progress.Finish();
        using NdArray<TReal> here = focus.Compute.ToHost(deepest);
        NdArray<double> projection = NdArray.Empty<double>(here.Shape);
        focus.Compute.Host.Backend.Copy(here, projection);
        return projection;
    }

    private List<ParticleRegion> Regions(NdArray<double> projection, double threshold)
    {
        ReadOnlySpan<double> depths = projection.AsReadOnlySpan();
        var isDeep = new bool[depths.Length];
        for (int k = 0; k < isDeep.Length; k++) isDeep[k] = depths[k] > threshold;
        int fewest = Math.Max((int)(Math.PI / 4 * smallest * smallest / (focus.Grid.Dy * focus.Grid.Dx)), 1);
        var split = new ParticleSplit(depths, nx, Prominence, fewest);
        List<ParticleRegion> regions = [.. ParticleRegion.Of(isDeep, nx, fewest).SelectMany(split.Of)];
        long points = regions.Sum(region => (long)WindowSize(region) * WindowSize(region));
        if (points > Math.Max(MostWindows * (long)depths.Length, WindowPoints)) throw new ArgumentException($"{regions.Count} places are deeper than {threshold:0.###}, as many as noise has: a higher threshold or a larger smallest diameter leaves the particles");
        return regions;
    }

    /// <summary>Room for the region and for the light that spreads over the distance between two planes: the next power of two.</summary>
    private int WindowSize(ParticleRegion region)
    {
        double pitch = Math.Min(focus.Grid.Dy, focus.Grid.Dx);
        double wavelength = focus.Wavelength / focus.Index;
        double angle = Math.Min(wavelength / (2 * pitch), 2 * wavelength / (Math.Min(region.Height, region.Width) * pitch));
        double margin = Math.Max(Math.Min(Math.Abs(spacing) * angle / pitch, Math.Max(ny, nx) / 4.0), LeastMargin);
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Math.Max(region.Height, region.Width) + (2 * margin), SmallestWindow));
    }

    private List<Particle> Measure(RefocusedPlanes<T> planes, List<ParticleRegion> regions, double threshold, LoopProgress progress)
    {
        List<ParticleWindows<T, TReal>> groups = [];
        try
        {
            foreach (IGrouping<int, ParticleRegion> group in regions.GroupBy(WindowSize)) groups.Add(new ParticleWindows<T, TReal>(focus, options.Kind, [.. group], group.Key));
            for (int k = 0; k < count && groups.Count > 0; k++)
            {
                NdArray<T> plane = planes.At(Distance(k));
                foreach (ParticleWindows<T, TReal> windows in groups) windows.Look(plane, Turn(Distance(k)), Distance(k));
                progress.Add(1);
            }

            progress.Finish();
            var isTaken = new bool[ny * nx];
            foreach (int point in regions.SelectMany(region => region.Points)) isTaken[point] = true;
            return [.. groups.SelectMany(windows => Measured(windows, isTaken, threshold))];
        }
        finally
        {
            foreach (ParticleWindows<T, TReal> windows in groups) windows.Dispose();
        }
    }

    private List<Particle> Measured(ParticleWindows<T, TReal> windows, bool[] isTaken, double threshold)
    {
        using NdArray<TReal> depths = windows.Refine(spacing, cancellation);
        using NdArray<double> numbers = NdArray.Empty<double>(depths.Shape);
        focus.Compute.Host.Backend.Copy(depths, numbers);
        List<Particle> particles = [];
        for (int k = 0; k < windows.Regions.Count; k++)
        {
            (int top, int left) = windows.Corner(k);
            (bool[] region, bool[] others) = Masks(windows.Regions[k], top, left, windows.Size, isTaken);
            if (ParticleOutline.Of(numbers.Select(0, k).AsReadOnlySpan(), windows.Size, region, others) is not ParticleOutline outline) continue;
            double diameter = Math.Sqrt(4 / Math.PI * outline.Area * focus.Grid.Dy * focus.Grid.Dx);
            if (diameter < smallest || outline.Depth < threshold || outline.Slope * Math.Sqrt(outline.Area / Math.PI) < LeastSlope * threshold) continue;
            double y = (outline.Y + top - (ny / 2)) * focus.Grid.Dy;
            double x = (outline.X + left - (nx / 2)) * focus.Grid.Dx;
            particles.Add(new Particle(x, y, windows.Distances[k], diameter, outline.Depth, IsAtBorder(windows.Regions[k])));
        }

        return particles;
    }

    /// <summary>Where in a window its own region is, and where others are.</summary>
    private (bool[] Region, bool[] Others) Masks(ParticleRegion own, int top, int left, int size, bool[] isTaken)
    {
        var region = new bool[size * size];
        var others = new bool[size * size];
        foreach (int point in own.Points) region[(((point / nx) - top) * size) + (point % nx) - left] = true;
        for (int y = Math.Max(top, 0); y < Math.Min(top + size, ny); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + size, nx); x++)
            {
                int at = ((y - top) * size) + x - left;
                others[at] = isTaken[(y * nx) + x] && !region[at];
            }
        }

        return (region, others);
    }

    private bool IsAtBorder(ParticleRegion region) => region.Top == 0 || region.Left == 0 || region.Top + region.Height == ny || region.Left + region.Width == nx;
}
