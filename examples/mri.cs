// Under-sampled magnetic resonance: a slice of a brain from a fifth of its Fourier coefficients, by sparse wavelets and by an unrolled network that is trained here, from nothing, on photographs.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../src/AdjointKit.IO/AdjointKit.IO.csproj
#:project ../solvers/AdjointKit.Sparse/AdjointKit.Sparse.csproj

using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;
using AdjointKit.Runs;
using AdjointKit.Sparse;

namespace AdjointKit.Examples;

// The folders hold the slices and the mask of ISTA-Net (J. Zhang and B. Ghanem, CVPR 2018), and images of BSD68. What was learned lies beside the picture: a second run goes on with it.
internal static class Mri
{
    private const int Side = 256;
    private const int Levels = 4;

    private static void Main(string[] args)
    {
        if (args.Length < 2) Console.Error.WriteLine("usage: dotnet run -c Release mri.cs -- FOLDER_OF_MRI FOLDER_OF_BSD68 [minutes] [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(3) ?? ".", args[0], args[1], long.MaxValue, TimeSpan.FromMinutes(double.Parse(args.ElementAtOrDefault(2) ?? "30", CultureInfo.InvariantCulture)), 300);
    }

    internal static void Run(TextWriter output, string folder, string mri, string bsd68, long steps, TimeSpan budget, int iterations)
    {
        using var compute = new Compute();
        NdArray<float>[] photographs = [.. Directory.GetFiles(bsd68, "*.png").Order(StringComparer.Ordinal).Select(Image)];
        NdArray<float>[] slices = [.. Directory.GetFiles(mri, "*.png").Order(StringComparer.Ordinal).Select(Image)];
        using NdArray<byte> measured = MatFile.Open(Path.Combine(mri, "mask_20.mat")).Read<byte>("mask_matrix");
        using NdArray<bool> mask = NdArray.Fill<bool>(Side, Side, (row, column) => measured[row, column] != 0);
        var a = new PartialFourierOperator<float, ComplexF>(compute, new Shape(Side, Side), mask);
        output.WriteLine($"{a.Range.Count} of {a.Domain.Count} coefficients are measured");

        // The first slice is the one to be found: FISTA is tuned on the others, the network sees none of them.
        double weight = BestWeight(output, compute, a, slices[1..], iterations / 2);
        using var network = new IstaNetwork<float>(compute, layers: 8, channels: 24, weight: 0.002, seed: 1);
        using var patches = new ImagePatches<float>(compute, photographs, count: 1, side: Side, seed: 7, padding: Side / 3);
        var batch = new PartialFourierOperator<float, ComplexF>(compute, patches.Batch.Shape, mask);
        var options = new OptimizerOptions { LearningRate = LearningRate.Step(1e-3, 500, 0.7), Clip = GradientClip.ByNorm(100), Average = IterateAverage.Exponential(0.99) };
        using (var trainer = new ImageNetworkTrainer<float, ComplexF>(network, batch, patches, options))
        using (var run = ResumableRun.Start(ResumableRun.FolderOf(Path.Combine(folder, "mri.png")), new RunManifest("mri").WithArray("mask", mask), resume: true))
        using (var clock = new CancellationTokenSource(budget))
        {
            run.SaveInterval = TimeSpan.FromSeconds(30);
            run.Load(trainer);
            try
            {
                trainer.Train(steps, new Lines(output), run, clock.Token);
            }
            catch (OperationCanceledException)
            {
                output.WriteLine($"{budget.TotalMinutes:F1} minutes are over: run it again to go on");
            }

            trainer.TakeAverages();
            output.WriteLine($"{network.Parameters.ElementCount} numbers learned in {trainer.Steps} steps");
        }

        Figure[] pictures = [];
        double[][] ratios = [new double[slices.Length], new double[slices.Length], new double[slices.Length]];
        foreach (NdArray<float> slice in slices)
        {
            using NdArray<ComplexF> y = a.Apply(slice);
            using NdArray<float> zeros = a.ApplyAdjoint(y);
            using NdArray<float> wavelets = SparseWavelets(compute, a, y, weight, iterations);
            using NdArray<float> found = network.Recover(a, y, zeros);
            (double z, double s, double n) = (ImageQuality.Psnr(zeros, slice), ImageQuality.Psnr(wavelets, slice), ImageQuality.Psnr(found, slice));
            int number = Array.IndexOf(slices, slice);
            (ratios[0][number], ratios[1][number], ratios[2][number]) = (z, s, n);
            output.WriteLine($"slice {number + 1}: zeros for the rest {z:F2} dB, FISTA {s:F2} dB, network {n:F2} dB");
            if (pictures.Length == 0) pictures = [Picture(slice, "Slice"), Picture(zeros, $"Zeros for the rest, {z:F2} dB"), Picture(wavelets, $"FISTA with wavelets, {s:F2} dB"), Picture(found, $"Network, {n:F2} dB")];
        }

        Figure.Grid(2, 2, pictures).WithSize(620, 640).WithScale(1).Save(Path.Combine(folder, "mri-images.png"));
        double[] numbers = [.. slices.Select((_, number) => number + 1.0)];
        Series[] curves = [.. new[] { "Zeros for the rest", "FISTA with wavelets", "Network" }.Select((name, k) => new Series(numbers, ratios[k], name))];
        Figure.Lines(curves, "Slices of a brain from a fifth of their coefficients", "slice", "PSNR (dB)").WithSize(640, 420).WithScale(1).Save(Path.Combine(folder, "mri.png"));
        foreach (NdArray<float> image in photographs.Concat(slices)) image.Dispose();
    }

    /// <summary>|A W^H z - y|^2 / 2 + weight |z|_1 without the coarsest approximations, by FISTA.</summary>
    private static NdArray<float> SparseWavelets(Compute compute, LinearOperator<float, ComplexF> a, NdArray<ComplexF> y, double weight, int steps)
    {
        var wavelets = new WaveletOperator<float>(compute, a.Domain, Wavelet.Symlet(4), Levels);
        using NdArray<float> weights = NdArray.Fill<float>(Side, Side, (row, column) => row < Side >> Levels && column < Side >> Levels ? 0 : (float)weight);
        using var solver = new ProximalGradient<float, ComplexF>(a.Compose(wavelets.H), new WeightedL1Norm<float>(compute, weights), new ProximalGradientOptions { StepLength = 1, Stopping = new StoppingRule { RelativeTolerance = 1e-5, IterationLimit = steps } });
        solver.Start(y);
        solver.Run();
        return wavelets.ApplyAdjoint(solver.Solution);
    }

    private static double BestWeight(TextWriter output, Compute compute, LinearOperator<float, ComplexF> a, NdArray<float>[] slices, int steps)
    {
        double[] weights = [0.002, 0.004, 0.008, 0.016, 0.032];
        double[] gains = [.. weights.Select(weight => slices.Average(slice =>
        {
            using NdArray<ComplexF> y = a.Apply(slice);
            using NdArray<float> found = SparseWavelets(compute, a, y, weight, steps);
            return ImageQuality.Psnr(found, slice);
        }))];
        double best = weights[Array.IndexOf(gains, gains.Max())];
        output.WriteLine($"FISTA is best on the other slices with a weight of {best}: {gains.Max():F2} dB");
        return best;
    }

    private static NdArray<float> Image(string file)
    {
        NdArray<float> image = ArrayFile.Read<float>(file);
        foreach (ref float pixel in image.AsWritableSpan()) pixel /= 255;
        return image;
    }

    private static Figure Picture(NdArray<float> image, string title) =>
        Figure.Image(image, title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), xLabel: "column", yLabel: "row", aspect: Aspect.Equal, colorBar: false);

    private sealed class Lines(TextWriter output) : IProgress<RunProgress>
    {
        private TimeSpan last;

        public void Report(RunProgress value)
        {
            if (value.Elapsed - last < TimeSpan.FromSeconds(20)) return;
            last = value.Elapsed;
            output.WriteLine($"{value.Elapsed.TotalMinutes:F1} min: {value.Activity}, step {value.Done}, {value.Rate:F1} steps/s");
        }
    }
}
