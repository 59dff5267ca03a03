// A measured off-axis hologram of a resolution target, refocused: its side band found, the one that focuses at positive z, the distance where the contrast is largest.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../src/AdjointKit.IO/AdjointKit.IO.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

// The hologram is data/USAF_test.tif of the package shampoo (github.com/bmorris3/shampoo, MIT): 405 nm, pixels of 3.45 um, behind a microscope lens.
internal static class Refocusing
{
    private const int Border = 64;

    private static void Main(string[] args)
    {
        if (args.Length == 0) Console.Error.WriteLine("usage: dotnet run -c Release refocusing.cs -- USAF_test.tif [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(1) ?? ".", args[0], 9);
    }

    internal static void Run(TextWriter output, string folder, string hologramFile, int planes)
    {
        using NdArray<double> hologram = ArrayFile.Read<double>(hologramFile);
        var grid = new FieldGrid(hologram.Shape[0], hologram.Shape[1], pitch: 3.45e-6);
        Propagator<Complex> Way(double z) => new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, wavelength: 405e-9, distance: z);

        // The wave at the sensor, from the side band that focuses at positive z.
        SideBand band = SideBandSearch.Find(hologram, grid);
        using NdArray<Complex> found = new OffAxisDemodulation<double, Complex>(grid, band).Apply(hologram);
        (bool isConjugate, double factor) = SideBandChoice.FocusingOver(found, Way(36.75e-3));
        if (isConjugate) band = band.Conjugate;
        using NdArray<Complex> wave = new OffAxisDemodulation<double, Complex>(grid, band).Apply(hologram);
        using NdArray<Complex> other = new OffAxisDemodulation<double, Complex>(grid, band.Conjugate).Apply(hologram);
        output.WriteLine($"side band {band.Y:F2}, {band.X:F2}: its edges are {factor:F2} times as sparse at 36.75 mm as those of its conjugate");

        // Contrast: the standard deviation of |U| over its mean.
        double[] distances = [.. Enumerable.Range(0, planes).Select(k => 34.75e-3 + (4e-3 * k / (planes - 1)))];
        double[] contrasts = [.. distances.Select(z => Contrast(Way(z).ApplyAdjoint(wave)))];
        double[] conjugates = [.. distances.Select(z => Contrast(Way(z).ApplyAdjoint(other)))];
        double focus = Vertex(distances, contrasts);
        output.WriteLine($"the contrast is largest at {focus * 1e3:F2} mm");

        using NdArray<Complex> target = Way(focus).ApplyAdjoint(wave);
        double[] bars = Bars(target);
        output.WriteLine($"group 8, element 4: three bars, of a contrast of {Visibility(bars):F2}");

        double[] inMillimetres = [.. distances.Select(z => z * 1e3)];
        double[] points = [.. Enumerable.Range(0, bars.Length).Select(k => (double)k)];
        Figure.Grid(
            2,
            3,
            Picture(hologram, 380, 600, 380, 600, "Hologram (part)"),
            Picture(Moduli(wave), 0, 1024, 0, 1024, "Side band, at the sensor"),
            Picture(Moduli(target), 0, 1024, 0, 1024, $"Refocused at {focus * 1e3:F2} mm"),
            Picture(Moduli(target), 370, 600, 380, 610, "Groups 8 and 9"),
            Figure.Lines([new Series(points, bars, "|U|")], "Across group 8, element 4", "points", "|U| over the mean"),
            Figure.Lines([new Series(inMillimetres, contrasts, "this side band"), new Series(inMillimetres, conjugates, "its conjugate") { Style = LineStyle.Dashed }], "Contrast", "z in mm", "std |U| / mean |U|"))
            .WithSize(800, 530).WithScale(1).Save(Path.Combine(folder, "refocusing.png"));
    }

    private static NdArray<double> Moduli(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => Complex.Abs(field[y, x]));

    private static double Contrast(NdArray<Complex> field)
    {
        (double sum, double squares, int count) = (0, 0, 0);
        for (nint y = Border; y < field.Shape[0] - Border; y++)
        {
            for (nint x = Border; x < field.Shape[1] - Border; x++)
            {
                double modulus = Complex.Abs(field[y, x]);
                (sum, squares, count) = (sum + modulus, squares + (modulus * modulus), count + 1);
            }
        }

        return Math.Sqrt((squares / count) - Math.Pow(sum / count, 2)) / (sum / count);
    }

    /// <summary>The top of the parabola through the largest value and its neighbours.</summary>
    private static double Vertex(double[] x, double[] y)
    {
        int k = Math.Clamp(Array.IndexOf(y, y.Max()), 1, y.Length - 2);
        return x[k] + ((x[1] - x[0]) * 0.5 * (y[k - 1] - y[k + 1]) / (y[k - 1] - (2 * y[k]) + y[k + 1]));
    }

    /// <summary>|U| along x over the upright bars of the element, averaged along them, over its mean.</summary>
    private static double[] Bars(NdArray<Complex> target)
    {
        double[] line = [.. Enumerable.Range(496, 36).Select(x => Enumerable.Range(500, 16).Average(y => Complex.Abs(target[y, x])))];
        return [.. line.Select(value => value / line.Average())];
    }

    /// <summary>(largest - smallest) / (largest + smallest), of the faintest of the three bars against the gaps beside it.</summary>
    private static double Visibility(double[] bars)
    {
        int[] dips = [.. Enumerable.Range(1, bars.Length - 2).Where(k => bars[k] < bars[k - 1] && bars[k] <= bars[k + 1]).OrderBy(k => bars[k]).Take(3).Order()];
        double[] gaps = [bars[dips[0]..dips[1]].Max(), bars[dips[1]..dips[2]].Max()];
        return gaps.SelectMany((gap, k) => (double[])[(gap - bars[dips[k]]) / (gap + bars[dips[k]]), (gap - bars[dips[k + 1]]) / (gap + bars[dips[k + 1]])]).Min();
    }

    private static Figure Picture(NdArray<double> values, int y0, int y1, int x0, int x1, string title)
    {
        NdArray<double> part = values.Slice(0, y0, y1 - y0).Slice(1, x0, x1 - x0).Copy();
        double mean = part.AsReadOnlySpan().ToArray().Average();
        return Figure.Image(part, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 2.2 * mean), aspect: Aspect.Equal, colorBar: false).WithoutAxes();
    }
}
