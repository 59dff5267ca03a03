// Imaging without a lens: the intensity of a diffraction pattern has lost its phase, and what is known of the object (where it is, and that it is nowhere negative) brings it back.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class DiffractionImaging
{
    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 64, 900);

    internal static void Run(TextWriter output, string folder, int size, int iterations)
    {
        using var compute = new Compute();
        using NdArray<Complex> truth = NdArray.Fill<Complex>(2 * size, 2 * size, (y, x) => Inside(size, y) && Inside(size, x) ? Cells((double)(y - (size / 2)) / size, (double)(x - (size / 2)) / size) : 0);

        // The pattern: the modulus of the Fourier transform, sampled twice as finely as the object alone needs.
        var model = new CentredFourier<Complex>(compute, 2 * size, 2 * size);
        using NdArray<Complex> spectrum = model.Apply(truth);
        using NdArray<double> measured = compute.Empty<double>(spectrum.Shape);
        compute.Backend.Unary(UnaryOp.Abs, spectrum, measured);
        var known = new ObjectConstraint { Support = NdArray.Fill<bool>(2 * size, 2 * size, (y, x) => Inside(size, y) && Inside(size, x)), NonNegative = true };
        var problem = new RetrievalProblem<Complex>(model, measured, known);

        RetrievalStage[] reduction = [new(new ErrorReduction(), iterations + 100)];
        RetrievalStage[] hybrid = [new(new HybridInputOutput { Beta = 0.9 }, iterations), new(new ErrorReduction(), 100)];
        RetrievalResult<Complex> alone = PhaseRetrieval.BestOfSeeds(problem, reduction, seed: 1, tries: 4).Result;
        (RetrievalResult<Complex> best, ulong seed) = PhaseRetrieval.BestOfSeeds(problem, hybrid, seed: 1, tries: 4);
        output.WriteLine($"error reduction, the best of 4 starts: error {alone.LastError:E2}");
        output.WriteLine($"hybrid input-output and error reduction, the best of 4 starts: error {best.LastError:E2}, seed {seed}");

        double[] steps = [.. Enumerable.Range(1, iterations + 100).Select(k => (double)k)];
        Figure curves = Figure.Lines([new Series(steps, [.. alone.Errors], "er") { Style = LineStyle.Dashed }, new Series(steps, [.. best.Errors], "hio, then er")], "How they converge", "iteration", "error", yScale: AxisScale.Log);
        Figure.Grid(2, 3, Picture(Moduli(truth), "Object"), Pattern(measured), Picture(Moduli(known.Support.Value), "Where it may be"), Picture(Moduli(alone.Field), "Error reduction"), Picture(Moduli(best.Field), "Hybrid input-output"), curves)
            .WithSize(860, 540).WithScale(1).Save(Path.Combine(folder, "diffraction-imaging.png"));
    }

    private static bool Inside(int size, nint k) => k >= size / 2 && k < size * 3 / 2;

    private static NdArray<double> Moduli(NdArray<Complex> field) => NdArray.Fill<double>(field.Shape[0], field.Shape[1], (y, x) => Complex.Abs(field[y, x]));

    private static NdArray<double> Moduli(NdArray<bool> mask) => NdArray.Fill<double>(mask.Shape[0], mask.Shape[1], (y, x) => mask[y, x] ? 1 : 0);

    private static Figure Picture(NdArray<double> values, string title) =>
        Figure.Image(values, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), aspect: Aspect.Equal, colorBar: false).WithoutAxes();

    private static Figure Pattern(NdArray<double> moduli) => Figure.Image(
        NdArray.Fill<double>(moduli.Shape[0], moduli.Shape[1], (y, x) => 2 * Math.Log10(moduli[y, x] + 1e-3)), "Pattern (log)", order: AxisOrder.VerticalFirst, colorMap: ColorMap.Magma, aspect: Aspect.Equal, colorBar: false).WithoutAxes();

    /// <summary>A few cells with nuclei and a fibre between them; y and x from 0 to 1.</summary>
    private static double Cells(double y, double x)
    {
        (double Y, double X, double Radius)[] cells = [(0.3, 0.3, 0.2), (0.62, 0.66, 0.24), (0.75, 0.22, 0.13), (0.22, 0.74, 0.12)];
        double light = 0.05 + (Math.Abs(y - x - (0.05 * Math.Sin(12 * x))) < 0.02 ? 0.4 : 0);
        foreach ((double cy, double cx, double radius) in cells)
        {
            double r = Math.Sqrt(Math.Pow(y - cy, 2) + Math.Pow(x - cx, 2)) / radius;
            if (r < 1) light += 0.25 + (0.2 * r * r);
            if (Math.Sqrt(Math.Pow(y - cy - (0.2 * radius), 2) + Math.Pow(x - cx + (0.1 * radius), 2)) < 0.35 * radius) light += 0.35;
        }

        return Math.Clamp(light, 0, 1);
    }
}
