using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Plotting;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Figures;

/// <summary>The pictures of a seismic run, in kilometres and seconds.</summary>
internal static class SurveyFigures
{
    private const double Kilo = 1e-3;

    /// <summary>More markers than these run into one line.</summary>
    private const int MostReceivers = 60;

    /// <summary>Around a source or receiver so many rows have its imprint: the radius of its interpolation.</summary>
    private const int ImprintRows = 4;

    /// <summary>A velocity model with the shots and receivers on it.</summary>
    internal static Figure Model<T>(NdArray<T> velocity, Grid2D grid, Survey survey, string title)
        where T : unmanaged, INumber<T>
    {
        Position[] sources = [.. survey.Shots.SelectMany(shot => shot.Sources).Distinct()];
        Position[] all = [.. survey.Shots[0].Receivers];
        int every = (all.Length + MostReceivers - 1) / MostReceivers;
        Position[] receivers = [.. all.Where((_, n) => n % every == 0)];
        return Section(velocity, grid, title, ColorMap.Viridis, "velocity (m/s)", ColorLimits.Full)
            .WithMarkers(Kilometres(receivers, position => position.X), Kilometres(receivers, position => position.Z), Marker.Triangle, every == 1 ? "receivers" : $"receivers (one of {every} shown)", Color.Parse("#f2b134"), radius: 1.8)
            .WithMarkers(Kilometres(sources, position => position.X), Kilometres(sources, position => position.Z), Marker.Star, "sources", Color.Parse("#e4572e"), radius: 4);
    }

    /// <summary>
    /// An image or gradient: grey about zero, the largest percent of the values clipped. The values near sources and receivers, often the largest by far,
    /// do not count: the colours are those of what lies below.
    /// </summary>
    internal static Figure Image<T>(NdArray<T> image, Grid2D grid, Survey survey, string title, string label, double percent = 98.5)
        where T : unmanaged, INumber<T> => Section(image, grid, title, ColorMap.Gray, label, LimitsBelow(image, grid, survey, percent));

    /// <summary>The limits that the rows below all sources and receivers ask for.</summary>
    internal static ColorLimits LimitsBelow<T>(NdArray<T> image, Grid2D grid, Survey survey, double percent)
        where T : unmanaged, INumber<T>
    {
        double deepest = survey.Shots.Max(shot => shot.Sources.Concat(shot.Receivers).Max(position => position.Z));
        int first = (int)Math.Ceiling(deepest / grid.Dz) + ImprintRows;
        if (first >= grid.Nz / 2) return ColorLimits.Symmetric(percent);
        using NdArray<T> below = image.Slice(1, first, grid.Nz - first).Copy();
        double[] sizes = Array.ConvertAll(below.AsReadOnlySpan().ToArray(), value => Math.Abs(double.CreateTruncating(value)));
        Array.Sort(sizes);
        double limit = sizes[(int)(percent / 100 * (sizes.Length - 1))];
        return limit > 0 && double.IsFinite(limit) ? ColorLimits.Between(-limit, limit) : ColorLimits.Symmetric(percent);
    }

    /// <summary>An image for the eye: the water is blank, and what lies deeper is raised by a power of its depth, as the waves have weakened on their way.</summary>
    internal static NdArray<double> DepthGained<T>(NdArray<T> image, Grid2D grid, double waterDepth, double power)
        where T : unmanaged, INumber<T>
    {
        using NdArray<T> copy = image.Copy();
        T[] values = copy.AsReadOnlySpan().ToArray();
        return NdArray.Fill<double>(grid.Nx, grid.Nz, (i, k) => k * grid.Dz <= waterDepth ? 0 : double.CreateTruncating(values[(i * grid.Nz) + k]) * Math.Pow(k * grid.Dz / grid.Depth, power));
    }

    /// <summary>A gather [receiver, time], time running down.</summary>
    internal static Figure Gather<T>(NdArray<T> gather, TimeAxis time, string title, double percent = 98)
        where T : unmanaged, INumber<T> => Figure.Image(
            gather,
            title,
            Extent.OfGrid(gather.Shape[0], 1, gather.Shape[1], time.Step),
            AxisOrder.HorizontalFirst,
            ColorMap.Gray,
            "amplitude",
            ColorLimits.Symmetric(percent),
            "receiver",
            "time (s)");

    /// <summary>One signal over time.</summary>
    internal static Figure Signal<T>(NdArray<T> signal, TimeAxis time, string title)
        where T : unmanaged, INumber<T> => Figure.Lines([Series.OfSamples(signal, time.Step)], title, "time (s)", "amplitude");

    private static Figure Section<T>(NdArray<T> values, Grid2D grid, string title, ColorMap map, string label, ColorLimits limits)
        where T : unmanaged, INumber<T> => Figure.Image(
            values,
            title,
            Extent.OfGrid(grid.Nx, grid.Dx * Kilo, grid.Nz, grid.Dz * Kilo),
            AxisOrder.HorizontalFirst,
            map,
            label,
            limits,
            "x (km)",
            "depth (km)",
            Aspect.Equal,
            Interpolation.Bilinear);

    private static double[] Kilometres(Position[] positions, Func<Position, double> part) => Array.ConvertAll(positions, position => part(position) * Kilo);
}
