// Young's double slit on an optical bench: the fringes against their formula, the phase behind the slits, and how the fringes go as the source gets wider.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class DoubleSlit
{
    private const double Wavelength = 633e-9;
    private const double SlitWidth = 20e-6;
    private const double Apart = 200e-6;
    private const double Focal = 0.2;
    private const int Points = 256;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 41);

    internal static void Run(TextWriter output, string folder, int sourcePoints)
    {
        // Two slits in a screen, a lens right behind them, and the camera in its focus, on a grid of its own.
        var slits = new Openings(Slit(-0.5), Slit(0.5));
        var window = new ChirpZ { Window = new OutputWindow { Pitch = (30e-6, 30e-6), Points = (Points, Points) } };
        OpticalBench bench = new(new FieldGrid(Points, Points, 2e-6), Wavelength, new PlaneWave())
        {
            Elements = [slits.At(0), new ThinLens(Focal).At(0)],
            Sensor = new Sensor().At(Focal, window),
        };
        using NdArray<double> screen = bench.Intensity<double>();
        double[] x = [.. Enumerable.Range(0, Points).Select(k => (k - (Points / 2)) * 30e-6)];
        double[] found = [.. x.Select((_, k) => screen[Points / 2, k] / screen[Points / 2, Points / 2])];
        double[] formula = [.. x.Select(Fringes)];
        output.WriteLine($"fringes {Wavelength * Focal / Apart * 1e3:F3} mm apart; largest difference from the formula {found.Zip(formula, (a, b) => Math.Abs(a - b)).Max():0.0e0}");

        // A source 0.5 m before the slits, wider and wider: the contrast is the coherence between the slits, sinc(d s / l L).
        double[] widths = [0.05e-3, 0.4e-3, 0.8e-3, 1.2e-3, 1.6e-3, 2e-3, 2.4e-3];
        double[] contrasts = new double[widths.Length];
        double[] coherence = [.. widths.Select(width => Math.Abs(Sinc(Apart * width / (Wavelength * 0.5))))];
        var line = new ChirpZ { Window = new OutputWindow { Pitch = (30e-6, Wavelength * Focal / Apart / 20), Points = (1, 41) } };
        for (int k = 0; k < widths.Length; k++)
        {
            OpticalBench wide = bench with
            {
                Elements = [new ThinLens(0.5).At(0), .. bench.Elements],
                Modes = PartialCoherence.Points([.. Enumerable.Range(0, sourcePoints).Select(j => (0.0, widths[k] * (((j + 0.5) / sourcePoints) - 0.5)))], 0.5),
                Sensor = new Sensor().At(Focal, line),
            };
            using NdArray<double> fringes = wide.Intensity<double>();
            double[] bare = [.. Enumerable.Range(0, 41).Select(j => fringes[0, j] / Math.Pow(Sinc(SlitWidth * (j - 20) / 20.0 / Apart), 2))];
            contrasts[k] = Math.Abs(bare[20] - bare[10]) / (bare[20] + bare[10]);
            output.WriteLine($"source of {widths[k] * 1e3:F2} mm: contrast {contrasts[k]:F3}, formula {coherence[k]:F3}");
        }

        // 5 mm behind the slits, before there are fringes: the phase against that of the plane wave, where there is light.
        using NdArray<Complex> near = (bench with { Elements = [slits.At(0)], Sensor = new Sensor().At(5e-3) }).Field<Complex>();
        Complex carrier = Complex.FromPolarCoordinates(1, -2 * Math.PI * Math.IEEERemainder(5e-3 / Wavelength, 1));
        using NdArray<double> phase = NdArray.Fill<double>(Points, Points, (row, column) => near[(int)row, (int)column].Magnitude < 0.03 ? double.NaN : (near[(int)row, (int)column] * carrier).Phase);
        using NdArray<double> amplitude = NdArray.Fill<double>(Points, Points, (row, column) => Math.Sqrt(screen[(int)row, (int)column] / screen[Points / 2, Points / 2]));
        double[] millimetres = [.. x.Select(place => place * 1e3)];
        Figure.Grid(
            2,
            2,
            Picture(phase, "5 mm behind the slits", 2e-3, "phase (rad)", ColorMap.Twilight, ColorLimits.Between(-Math.PI, Math.PI)),
            Picture(amplitude, "In the focus", 0.03, "amplitude", ColorMap.Magma, ColorLimits.Between(0, 1)),
            Figure.Lines([new Series(millimetres, formula, "formula"), new Series(millimetres, found, "bench") { Marker = Marker.Circle, Style = LineStyle.None }], "Fringes", "x (mm)", "intensity"),
            Figure.Lines([new Series([.. widths.Select(width => width * 1e3)], coherence, "|sinc(d s / l L)|"), new Series([.. widths.Select(width => width * 1e3)], contrasts, "bench") { Marker = Marker.Circle, Style = LineStyle.None }], "A wider source", "width of the source (mm)", "contrast"))
            .WithSize(720, 610).WithScale(1).Save(Path.Combine(folder, "double-slit.png"));
    }

    private static RectangularAperture Slit(double side) => new(300e-6, SlitWidth) { X = side * Apart };

    private static double Fringes(double x) => Math.Pow(Sinc(SlitWidth * x / (Wavelength * Focal)) * Math.Cos(Math.PI * Apart * x / (Wavelength * Focal)), 2);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>With axes in mm.</summary>
    private static Figure Picture(NdArray<double> values, string title, double pitch, string label, ColorMap colors, ColorLimits limits) => Figure.Image(
        values, title, Extent.OfGrid(Points, pitch, Points, pitch, -Points / 2 * pitch, -Points / 2 * pitch), AxisOrder.VerticalFirst, colors, label, limits, "x (mm)", "y (mm)", Aspect.Equal);
}
