using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Plotting;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Figures;

/// <summary>The pictures of a seismic run, in kilometres and seconds.</summary>
internal static class SurveyFigures
{
    private const double Kilo = 1e-3;

    /// <summary>A velocity model with the shots and receivers on it.</summary>
    internal static Figure Model<T>(NdArray<T> velocity, Grid2D grid, Survey survey, string title)
        where T : unmanaged, INumber<T>
    {
        Position[] sources = [.. survey.Shots.SelectMany(shot => shot.Sources).Distinct()];
        Position[] receivers = [.. survey.Shots[0].Receivers];
        return Section(velocity, grid, title, ColorMap.Viridis, "velocity (m/s)", ColorLimits.Full)
            .WithMarkers(Kilometres(receivers, position => position.X), Kilometres(receivers, position => position.Z), Marker.Triangle, "receivers", Color.Parse("#f2b134"), radius: 1.8)
            .WithMarkers(Kilometres(sources, position => position.X), Kilometres(sources, position => position.Z), Marker.Star, "sources", Color.Parse("#e4572e"), radius: 4);
    }

    /// <summary>An image or gradient: grey about zero, the largest percent of the values clipped.</summary>
    internal static Figure Image<T>(NdArray<T> image, Grid2D grid, string title, string label, double percent = 98.5)
        where T : unmanaged, INumber<T> => Section(image, grid, title, ColorMap.Gray, label, ColorLimits.Symmetric(percent));

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
