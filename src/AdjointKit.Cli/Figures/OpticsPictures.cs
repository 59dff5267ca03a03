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
    internal static Figure Of<T>(NdArray<T> plane, string title, ColorMap colors, FieldGrid grid)
        where T : unmanaged, INumber<T> => Figure.Image(plane, title, Micrometres(grid), order: AxisOrder.VerticalFirst, colorMap: colors, xLabel: "x (um)", yLabel: "y (um)", aspect: Aspect.Equal);

    /// <summary>Of phases between -pi and pi, with axes in micrometres.</summary>
    internal static Figure Phase<T>(NdArray<T> phases, FieldGrid grid)
        where T : unmanaged, INumber<T> =>
        Figure.Image(phases, "Phase", Micrometres(grid), order: AxisOrder.VerticalFirst, colorMap: ColorMap.Twilight, colorLabel: "rad", limits: ColorLimits.Between(-Math.PI, Math.PI), xLabel: "x (um)", yLabel: "y (um)", aspect: Aspect.Equal);

    internal static NdArray<double> Moduli(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => Complex.Abs(field[y, x]));

    internal static NdArray<double> Phases(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => field[y, x].Phase);

    private static Extent Micrometres(FieldGrid grid)
    {
        (double dx, double dy) = (grid.Dx * 1e6, grid.Dy * 1e6);
        return Extent.OfGrid(grid.Nx, dx, grid.Ny, dy, -(grid.Nx / 2) * dx, -(grid.Ny / 2) * dy);
    }
}
