using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>Pictures of planes across the light, x to the right and y downwards; phases in a colour map that closes on itself.</summary>
internal static class OpticsPictures
{
    internal static Figure Of<T>(NdArray<T> plane, string title, ColorMap colors)
        where T : unmanaged, INumber<T> => Figure.Image(plane, title, order: AxisOrder.VerticalFirst, colorMap: colors, xLabel: "x (points)", yLabel: "y (points)", aspect: Aspect.Equal);

    /// <summary>Of phases between -pi and pi.</summary>
    internal static Figure Phase<T>(NdArray<T> phases)
        where T : unmanaged, INumber<T> =>
        Figure.Image(phases, "Phase", order: AxisOrder.VerticalFirst, colorMap: ColorMap.Twilight, colorLabel: "rad", limits: ColorLimits.Between(-Math.PI, Math.PI), xLabel: "x (points)", yLabel: "y (points)", aspect: Aspect.Equal);

    /// <summary>With axes in micrometres from the axis of the light.</summary>
    internal static Figure Of<T>(NdArray<T> plane, string title, ColorMap colors, FieldGrid grid, ColorLimits? limits = null)
        where T : unmanaged, INumber<T> => Figure.Image(plane, title, Micrometres(grid), order: AxisOrder.VerticalFirst, colorMap: colors, limits: limits, xLabel: "x (um)", yLabel: "y (um)", aspect: Aspect.Equal);

    /// <summary>Of phases between -pi and pi, with axes in micrometres.</summary>
    internal static Figure Phase<T>(NdArray<T> phases, FieldGrid grid, string title = "Phase")
        where T : unmanaged, INumber<T> =>
        Figure.Image(phases, title, Micrometres(grid), order: AxisOrder.VerticalFirst, colorMap: ColorMap.Twilight, colorLabel: "rad", limits: ColorLimits.Between(-Math.PI, Math.PI), xLabel: "x (um)", yLabel: "y (um)", aspect: Aspect.Equal);

    /// <summary>How sharp the planes are, every metric as a part of its largest value, and a line where the object is known to be.</summary>
    internal static Figure Focus(FocusResult focus, double? truth = null)
    {
        double[] millimetres = [.. focus.Distances.Select(z => z * 1e3)];
        IEnumerable<Series> known = truth is double z ? [new Series([z * 1e3, z * 1e3], [0, 1], "true distance") { Style = LineStyle.Dashed, Color = Color.Parse("#222222") }] : [];
        return Figure.Lines([.. focus.Curves.Select(curve => Curve(curve, millimetres)), .. known], "Focus", "distance (mm)", "part of the largest");
    }

    internal static NdArray<double> Moduli(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => Complex.Abs(field[y, x]));

    internal static NdArray<double> Phases(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => field[y, x].Phase);

    private static Extent Micrometres(FieldGrid grid)
    {
        (double dx, double dy) = (grid.Dx * 1e6, grid.Dy * 1e6);
        return Extent.OfGrid(grid.Nx, dx, grid.Ny, dy, -(grid.Nx / 2) * dx, -(grid.Ny / 2) * dy);
    }

    private static Series Curve(FocusCurve curve, double[] distances)
    {
        double largest = curve.Values.Max();
        return new Series(distances, [.. curve.Values.Select(value => largest > 0 ? value / largest : 0)], curve.Metric.Name);
    }
}
