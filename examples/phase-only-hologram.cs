// A phase-only hologram: the phases of a plane lit evenly that make a picture far away, by Gerchberg-Saxton and by the gradient of the misfit.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class PhaseOnlyHologram
{
    private const int Iterations = 100;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 256);

    internal static void Run(TextWriter output, string folder, int size)
    {
        using var compute = new Compute();
        using NdArray<float> target = Night(size);

        // Far away, or in the focal plane of a lens, the field is the Fourier transform of that at the hologram.
        var problem = new HologramProblem<ComplexF>(new CentredFourier<ComplexF>(compute, size, size), target);
        UntypedArray start = problem.RandomPhases(seed: 1);
        HologramResult projected = PhaseHologram.Solve(problem, new HologramByProjections(), start, Iterations);
        HologramResult descended = PhaseHologram.Solve(problem, new HologramByGradient(), start, Iterations);
        output.WriteLine($"Gerchberg-Saxton, {Iterations} iterations: PSNR {projected.Psnr[^1]:F1} dB");
        output.WriteLine($"gradient, {Iterations} iterations: PSNR {descended.Psnr[^1]:F1} dB");
        output.WriteLine($"the gradient gains {descended.Psnr[^1] - projected.Psnr[^1]:F1} dB");

        double[] steps = [.. Enumerable.Range(0, Iterations).Select(k => (double)k)];
        Figure curves = Figure.Lines(
            [new Series(steps, [.. projected.Psnr], "Gerchberg-Saxton") { Style = LineStyle.Dashed }, new Series(steps, [.. descended.Psnr], "gradient, L-BFGS")], "How they converge", "iteration", "PSNR (dB)");
        Figure.Grid(2, 3, Picture(target, "Wanted"), Picture(Made(problem, projected), $"Gerchberg-Saxton, {projected.Psnr[^1]:F1} dB"), Picture(Made(problem, descended), $"Gradient, {descended.Psnr[^1]:F1} dB"), Phases(descended), Errors(problem, projected), curves)
            .WithSize(760, 500).WithScale(1).Save(Path.Combine(folder, "phase-only-hologram.png"));
    }

    /// <summary>The light that the phases make, at the scale that fits best.</summary>
    private static NdArray<float> Made(HologramProblem<ComplexF> problem, HologramResult result)
    {
        Backend backend = problem.Model.Compute.Backend;
        NdArray<float> light = PhaseHologram.Intensities(problem, result.Phases).As<float>();
        backend.Affine(backend.Dot(light, problem.Target).Real / backend.Dot(light, light).Real, light, 0, light);
        return light;
    }

    private static Figure Picture(NdArray<float> values, string title) =>
        Figure.Image(values, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), aspect: Aspect.Equal, colorBar: false).WithoutAxes();

    /// <summary>Where the light is off, ten times as bright.</summary>
    private static Figure Errors(HologramProblem<ComplexF> problem, HologramResult result)
    {
        NdArray<float> made = Made(problem, result);
        NdArray<float> wanted = problem.Target.As<float>();
        return Picture(NdArray.Fill<float>(made.Shape[0], made.Shape[1], (y, x) => 10 * Math.Abs(made[y, x] - wanted[y, x])), "Gerchberg-Saxton: 10 x error");
    }

    private static Figure Phases(HologramResult result) => Figure.Image(
        result.Phases.As<float>().Slice(0, 0, 64).Slice(1, 0, 64), "A corner of the phases (rad)", order: AxisOrder.VerticalFirst, colorMap: ColorMap.Twilight, limits: ColorLimits.Between(0, 2 * Math.PI), aspect: Aspect.Equal).WithoutAxes();

    /// <summary>A crescent, stars and hills under them; brightness by row and column, both from 0 to 1.</summary>
    private static NdArray<float> Night(int size) => NdArray.Fill<float>(size, size, (row, column) =>
    {
        (double y, double x) = ((row + 0.5) / size, (column + 0.5) / size);
        double brightness = 0.12 + (0.25 * y * y);
        bool inMoon = Math.Pow(x - 0.68, 2) + Math.Pow(y - 0.3, 2) < 0.026;
        if (inMoon && Math.Pow(x - 0.61, 2) + Math.Pow(y - 0.26, 2) > 0.022) brightness = 1;
        (double u, double v) = ((x * 5 % 1) - 0.5, (y * 5 % 1) - 0.5);
        if (!inMoon && y < 0.55 && ((int)(x * 5) + (3 * (int)(y * 5))) % 4 == 1 && Math.Abs(u * v) < 0.002 && Math.Abs(u) + Math.Abs(v) < 0.25) brightness = 0.9;
        if (y > 0.66 + (0.09 * Math.Sin(6 * x)) + (0.02 * Math.Sin(19 * x))) brightness = 0.5 + (0.2 * Math.Sin(40 * (y - (0.09 * Math.Sin(6 * x)))));
        if (y > 0.84 - (0.1 * Math.Sin(5 * x))) brightness = 0.08 + (0.06 * Math.Sin(110 * x) * Math.Sin(90 * y));
        return (float)Math.Clamp(brightness, 0, 1);
    });
}
