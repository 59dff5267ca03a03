// Denoising by total variation: an image and noise are told apart by their slopes, and the weight that the noise asks for gains several decibels.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class Denoising
{
    /// <summary>The deviation of the noise; the image lies between 0 and 1.</summary>
    private const double Noise = 0.1;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 136);

    internal static void Run(TextWriter output, string folder, int size)
    {
        using var compute = new Compute();
        using NdArray<float> image = Harbour(size);
        using NdArray<float> noisy = image.Copy();
        using NdArray<float> noise = compute.Empty<float>(image.Shape);
        compute.Backend.FillNormal(noise, new CounterRandom(1));
        compute.Backend.AddScaled(Noise, noise, noisy);
        double before = Psnr(compute, noisy, image);
        output.WriteLine($"noisy image: PSNR {before:F2} dB");

        // |x - noisy|^2 / 2 + weight TV(x), TV the sum of the lengths of the gradients, for x between 0 and 1.
        var gradient = new GradientOperator<float>(compute, image.Shape);
        double[] weights = [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.14, 0.2];
        var gains = new double[weights.Length];
        NdArray<float> best = noisy;
        for (int k = 0; k < weights.Length; k++)
        {
            CompositeProblem<float> problem = CompositeProblem.LeastSquares(compute, noisy)
                .Plus(new GroupL1Norm<float>(compute, weights[k], axes: 0), gradient)
                .Plus(new Box<float>(compute, 0, 1));
            SolverResult<float> result = Minimizer.Minimize(problem, options: new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-3, IterationLimit = 300 } });
            gains[k] = Psnr(compute, result.Solution, image);
            output.WriteLine($"weight {weights[k]:F2}: PSNR {gains[k]:F2} dB after {result.Iterations} iterations");
            if (gains[k] == gains[..(k + 1)].Max()) best = result.Solution;
        }

        double after = gains.Max();
        output.WriteLine($"the best weight gains {after - before:F2} dB");
        Figure curve = Figure.Lines([new Series(weights, gains) { Marker = Marker.Circle }], "What the weight does", "weight of the total variation", "PSNR (dB)", AxisScale.Log);
        Figure.Grid(2, 2, Picture(image, "Image"), Picture(noisy, $"With noise, {before:F1} dB"), Picture(best, $"Denoised, {after:F1} dB"), curve)
            .WithSize(760, 720).WithScale(1).Save(Path.Combine(folder, "denoising.png"));
    }

    private static Figure Picture(NdArray<float> values, string title) =>
        Figure.Image(values, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), xLabel: "column", yLabel: "row", aspect: Aspect.Equal, colorBar: false);

    /// <summary>10 log10 of the squared range over the mean squared error.</summary>
    private static double Psnr(Compute compute, NdArray<float> image, NdArray<float> reference)
    {
        using NdArray<float> difference = image.Copy();
        compute.Backend.AddScaled(-1, reference, difference);
        return -10 * Math.Log10(compute.Backend.Dot(difference, difference).Real / difference.Count);
    }

    /// <summary>A lighthouse by the sea at dusk: edges, slopes and fine lines; brightness by row and column, both from 0 to 1.</summary>
    private static NdArray<float> Harbour(int size) => NdArray.Fill<float>(size, size, (row, column) =>
    {
        (double y, double x) = ((row + 0.5) / size, (column + 0.5) / size);
        double hills = 0.55 + (0.05 * Math.Sin(7 * x)) + (0.03 * Math.Sin((17 * x) + 1));
        double brightness = 0.45 + (0.45 * y);
        if (Math.Pow(x - 0.75, 2) + Math.Pow(y - 0.25, 2) < 0.006) brightness = 0.97;
        if (y > hills) brightness = 0.30 + (0.12 * Math.Sin(9 * x));
        if (y > 0.66) brightness = 0.50 + (0.10 * Math.Sin(70 * (y - 0.66) / (0.3 + y))) + (0.1 * x);
        double half = 0.030 + (0.035 * (y - 0.2));
        if (y is > 0.22 and < 0.80 && Math.Abs(x - 0.35) < half) brightness = ((int)(y * 14) % 2 == 0 ? 0.9 : 0.25) - (1.5 * (x - 0.35));
        if (y is > 0.16 and < 0.22 && Math.Abs(x - 0.35) < 0.045) brightness = Math.Abs(x - 0.35) < 0.025 ? 0.98 : 0.15;
        if (y is > 0.12 and < 0.16 && Math.Abs(x - 0.35) < 0.9 * (y - 0.11)) brightness = 0.1;
        if (y > 0.78 + (0.3 * Math.Pow(x - 0.35, 2)) + (0.02 * Math.Sin(40 * x))) brightness = 0.18 + (0.06 * Math.Sin(90 * x) * Math.Sin(80 * y));
        return (float)Math.Clamp(brightness, 0, 1);
    });
}
