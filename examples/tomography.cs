// Tomography from few angles: filtered back projection draws streaks, least squares blurs, and total variation brings the image back.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class Tomography
{
    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 96, 24);

    internal static void Run(TextWriter output, string folder, int size, int angles)
    {
        using var compute = new Compute();
        using NdArray<float> image = Phantom(size);
        double[] directions = [.. Enumerable.Range(0, angles).Select(k => Math.PI * k / angles)];
        var radon = new RadonOperator<float>(compute, image.Shape, directions, (int)Math.Ceiling(1.42 * size));
        using NdArray<float> sinogram = radon.Apply(image);
        using NdArray<float> noise = compute.Empty<float>(sinogram.Shape);
        compute.Backend.FillNormal(noise, new CounterRandom(1));
        compute.Backend.AddScaled(0.002 * size, noise, sinogram);
        output.WriteLine($"{angles} angles of {sinogram.Shape[1]} rays for {size} x {size} pixels, noise of {0.002 * size:F2} on line integrals up to {compute.Backend.MaxAbs(sinogram):F0}");

        using NdArray<float> filtered = FilteredBackProjection(compute, radon, sinogram);
        Report("filtered back projection", filtered);

        // |R x - d|^2 is made smallest, a few steps of it: more would fit the noise.
        using NdArray<float> leastSquares = LinearSystem.Solve(radon, sinogram, LinearMethod.Lsqr, new LinearOptions { Stopping = new StoppingRule { IterationLimit = 12 } }).Solution;
        Report("least squares, 12 steps of LSQR", leastSquares);

        // |R x - d|^2 / 2 + weight TV(x) for x of 0 or more.
        CompositeProblem<float> problem = CompositeProblem.LeastSquares(radon, sinogram)
            .Plus(new GroupL1Norm<float>(compute, 0.008 * size, axes: 0), new GradientOperator<float>(compute, image.Shape))
            .Plus(new NonNegative<float>(compute));
        SolverResult<float> sparse = Minimizer.Minimize(problem, CompositeMethod.Admm, new CompositeOptions { Truth = image.ToUntyped(), Stopping = new StoppingRule { RelativeTolerance = 1e-3, IterationLimit = 150 } });
        Report($"total variation, {sparse.Iterations} steps of ADMM", sparse.Solution);

        Figure data = Figure.Image(sinogram, $"Line integrals at {angles} angles", Extent.OfGrid(angles, 180.0 / angles, sinogram.Shape[1], 1, 0, -0.5 * (sinogram.Shape[1] - 1)), colorMap: ColorMap.Gray, xLabel: "angle (degrees)", yLabel: "detector (pixels)", colorBar: false);
        Figure curve = Figure.Lines([new Series([.. sparse.History.Select(step => (double)step.Iteration)], [.. sparse.History.Select(step => Math.Sqrt(step.Error))])], "Total variation, step by step", "iteration", "relative error", yScale: AxisScale.Log);
        Figure.Grid(2, 3, Picture(image, "Phantom"), data, curve, Picture(filtered, "Filtered back projection"), Picture(leastSquares, "Least squares"), Picture(sparse.Solution, "Total variation"))
            .WithSize(830, 560).WithScale(1).Save(Path.Combine(folder, "tomography.png"));
        sparse.Solution.Dispose();

        void Report(string name, NdArray<float> x) => output.WriteLine($"{name}: relative error {RelativeError(compute, x, image):F3}");
    }

    private static Figure Picture(NdArray<float> values, string title) =>
        Figure.Image(values, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), xLabel: "column", yLabel: "row", aspect: Aspect.Equal, colorBar: false);

    /// <summary>The adjoint of the data, each projection filtered by |frequency| first: pi / (2 angles) times R^T F^-1 |w| F d.</summary>
    private static NdArray<float> FilteredBackProjection(Compute compute, RadonOperator<float> radon, NdArray<float> sinogram)
    {
        (int angles, int detectors) = ((int)sinogram.Shape[0], (int)sinogram.Shape[1]);
        using NdArray<float> filtered = NdArray.Fill<float>(angles, detectors, (angle, at) =>
        {
            // The impulse response of the band-limited ramp (Ramachandran and Lakshminarayanan 1971).
            double sum = 0.25 * sinogram[angle, at];
            for (nint other = (at + 1) % 2; other < detectors; other += 2) sum -= sinogram[angle, other] / Math.Pow(Math.PI * (at - other), 2);
            return (float)(sum * Math.PI / angles);
        });
        return radon.ApplyAdjoint(filtered);
    }

    private static double RelativeError(Compute compute, NdArray<float> x, NdArray<float> truth)
    {
        using NdArray<float> difference = x.Copy();
        compute.Backend.AddScaled(-1, truth, difference);
        return Math.Sqrt(compute.Backend.Dot(difference, difference).Real / compute.Backend.Dot(truth, truth).Real);
    }

    /// <summary>A head of ellipses after Shepp and Logan (1974), with the contrast of Toft (1996).</summary>
    private static NdArray<float> Phantom(int size)
    {
        (double Value, double A, double B, double X, double Y, double Degrees)[] ellipses =
        [
            (1, 0.69, 0.92, 0, 0, 0), (-0.8, 0.6624, 0.874, 0, -0.0184, 0), (-0.2, 0.11, 0.31, 0.22, 0, -18), (-0.2, 0.16, 0.41, -0.22, 0, 18), (0.1, 0.21, 0.25, 0, 0.35, 0),
            (0.1, 0.046, 0.046, 0, 0.1, 0), (0.1, 0.046, 0.046, 0, -0.1, 0), (0.1, 0.046, 0.023, -0.08, -0.605, 0), (0.1, 0.023, 0.023, 0, -0.606, 0), (0.1, 0.023, 0.046, 0.06, -0.605, 0),
        ];
        return NdArray.Fill<float>(size, size, (row, column) =>
        {
            (double x, double y) = (((column + 0.5) * 2 / size) - 1, 1 - ((row + 0.5) * 2 / size));
            return (float)ellipses.Where(one =>
            {
                (double sine, double cosine) = Math.SinCos(one.Degrees * Math.PI / 180);
                (double u, double v) = (((x - one.X) * cosine) + ((y - one.Y) * sine), ((y - one.Y) * cosine) - ((x - one.X) * sine));
                return (u * u / (one.A * one.A)) + (v * v / (one.B * one.B)) <= 1;
            }).Sum(one => one.Value);
        });
    }
}
