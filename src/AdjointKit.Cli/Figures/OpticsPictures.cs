using System.Numerics;
using AdjointKit.Arrays;
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

    internal static NdArray<double> Moduli(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => Complex.Abs(field[y, x]));

    internal static NdArray<double> Phases(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => field[y, x].Phase);
}
