// Compressed sensing of images: every block of 33 x 33 pixels from 109 numbers, by sparse wavelets and by an unrolled network that is trained here, from nothing, on other images.
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

// The folders hold the 11 images and the matrix of ISTA-Net (J. Zhang and B. Ghanem, CVPR 2018), and images of BSD68. What was learned lies beside the picture: a second run goes on with it.
internal static class Set11
{
    private const int Block = 33;
    private const int Levels = 3;

    private static void Main(string[] args)
    {
        if (args.Length < 2) Console.Error.WriteLine("usage: dotnet run -c Release set11.cs -- FOLDER_OF_SET11 FOLDER_OF_BSD68 [minutes] [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(3) ?? ".", args[0], args[1], 11, long.MaxValue, TimeSpan.FromMinutes(double.Parse(args.ElementAtOrDefault(2) ?? "30", CultureInfo.InvariantCulture)));
    }

    internal static void Run(TextWriter output, string folder, string set11, string bsd68, int count, long steps, TimeSpan budget)
    {
        using var compute = new Compute();
        NdArray<float>[] others = [.. Directory.GetFiles(bsd68, "*.png").Order(StringComparer.Ordinal).Select(Image)];
        using NdArray<double> matrix = MatFile.Open(Path.Combine(set11, "phi_0_10_1089.mat")).Read<double>("phi");
        using NdArray<float> phi = compute.Empty<float>(matrix.Shape);
        compute.Backend.Copy(matrix, phi);
        using NdArray<float> map = LinearMap(compute, others, matrix);
        double weight = BestWeight(output, compute, others, phi);

        // 132 x 132 pixels are 16 blocks; some end in zeros, as images do whose sides are no multiples of 33.
        using var network = new IstaNetwork<float>(compute, layers: 8, channels: 24, seed: 1);
        using var patches = new ImagePatches<float>(compute, others, count: 4, side: 4 * Block, seed: 7, padding: Block - 1);
        var a = new BlockSensingOperator<float>(compute, patches.Batch.Shape, phi);
        var start = new BlockSensingOperator<float>(compute, patches.Batch.Shape, map);
        var options = new OptimizerOptions { LearningRate = LearningRate.Step(1e-3, 1000, 0.7), Clip = GradientClip.ByNorm(100), Average = IterateAverage.Exponential(0.99) };
        using (var trainer = new ImageNetworkTrainer<float, float>(network, a, patches, options, start.H))
        using (var run = ResumableRun.Start(ResumableRun.FolderOf(Path.Combine(folder, "set11.png")), new RunManifest("set11").WithArray("matrix", phi), resume: true))
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

        var pictures = new List<Figure>();
        double[][] ratios = [new double[count], new double[count], new double[count]];
        double sparse = 0;
        double linear = 0;
        double learned = 0;
        string[] files = [.. Directory.GetFiles(set11, "*.tif").Order(StringComparer.Ordinal).Take(count)];
        foreach (string file in files)
        {
            using NdArray<float> image = Image(file);
            using NdArray<float> padded = Padded(image);
            BlockSensingOperator<float> sensing = a.For(padded.Shape);
            using NdArray<float> y = sensing.Apply(padded);
            using NdArray<float> wavelets = SparseWavelets(compute, sensing, y, weight, 300);
            using NdArray<float> first = start.For(padded.Shape).ApplyAdjoint(y);
            using NdArray<float> found = network.Recover(sensing, y, first);
            (double s, double l, double n) = (ImageQuality.Psnr(wavelets, image), ImageQuality.Psnr(first, image), ImageQuality.Psnr(found, image));
            (sparse, linear, learned) = (sparse + s, linear + l, learned + n);
            int number = Array.IndexOf(files, file);
            (ratios[0][number], ratios[1][number], ratios[2][number]) = (s, l, n);
            string name = Path.GetFileNameWithoutExtension(file);
            output.WriteLine($"{name}: FISTA {s:F2} dB, linear {l:F2} dB, network {n:F2} dB");
            if (image.Shape[0] == 256 && pictures.Count < 6) pictures.AddRange(Picture(image, name), Picture(wavelets, $"FISTA with wavelets, {s:F2} dB"), Picture(found, $"Network, {n:F2} dB"));
        }

        output.WriteLine($"mean over {files.Length}: FISTA {sparse / files.Length:F2} dB, linear {linear / files.Length:F2} dB, network {learned / files.Length:F2} dB");
        Figure.Grid(pictures.Count / 3, 3, [.. pictures]).WithSize(750, 265 * pictures.Count / 3).WithScale(1).Save(Path.Combine(folder, "set11-images.png"));
        double[] numbers = [.. files.Select((_, number) => number + 1.0)];
        Series[] curves = [.. new[] { "FISTA with wavelets", "Best linear map", "Network" }.Select((name, k) => new Series(numbers, ratios[k][..files.Length], name))];
        Figure.Lines(curves, "Set11 from a tenth of its numbers", "image", "PSNR (dB)").WithSize(640, 420).WithScale(1).Save(Path.Combine(folder, "set11.png"));
        foreach (NdArray<float> image in others) image.Dispose();
    }

    /// <summary>|A W^H z - y|^2 / 2 + weight |z|_1 without the coarsest approximations, by FISTA.</summary>
    private static NdArray<float> SparseWavelets(Compute compute, BlockSensingOperator<float> a, NdArray<float> y, double weight, int steps)
    {
        var wavelets = new WaveletOperator<float>(compute, a.Domain, Wavelet.Symlet(4), Levels);
        using NdArray<float> weights = NdArray.Fill<float>((int)a.Domain[0], (int)a.Domain[1], (row, column) => row < a.Domain[0] >> Levels && column < a.Domain[1] >> Levels ? 0 : (float)weight);
        using var solver = new ProximalGradient<float, float>(a * wavelets.H, new WeightedL1Norm<float>(compute, weights), new ProximalGradientOptions { StepLength = 1, Stopping = new StoppingRule { RelativeTolerance = 1e-5, IterationLimit = steps } });
        solver.Start(y);
        solver.Run();
        return wavelets.ApplyAdjoint(solver.Solution);
    }

    /// <summary>The weight with which FISTA is best on other images, of the size of the tested ones.</summary>
    private static double BestWeight(TextWriter output, Compute compute, NdArray<float>[] others, NdArray<float> phi)
    {
        double[] weights = [0.003, 0.006, 0.012, 0.025, 0.05];
        double[] gains = [.. weights.Select(weight => others.Take(4).Average(other =>
        {
            using NdArray<float> image = other.Slice(0, 20, 256).Slice(1, 20, 256).Copy();
            using NdArray<float> padded = Padded(image);
            var a = new BlockSensingOperator<float>(compute, padded.Shape, phi);
            using NdArray<float> y = a.Apply(padded);
            using NdArray<float> found = SparseWavelets(compute, a, y, weight, 100);
            return ImageQuality.Psnr(found, image);
        }))];
        double best = weights[Array.IndexOf(gains, gains.Max())];
        output.WriteLine($"FISTA is best on other images with a weight of {best}: {gains.Max():F2} dB");
        return best;
    }

    /// <summary>The linear map from the numbers of a block to its pixels that is best on other images, to begin with.</summary>
    private static NdArray<float> LinearMap(Compute compute, NdArray<float>[] others, NdArray<double> matrix)
    {
        using var patches = new ImagePatches<float>(compute, others, count: 10000, side: Block, seed: 5, padding: Block - 1, paddedShare: 0.12);
        patches.Fill(0);
        using NdArray<double> blocks = compute.Empty<double>(10000, Block * Block);
        using NdArray<double> data = compute.Empty<double>(10000, matrix.Shape[0]);
        compute.Backend.Copy(patches.Batch.Reshape(blocks.Shape[0], blocks.Shape[1]), blocks);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, blocks, MatrixForm.Transposed, matrix, accumulate: false, data);
        using NdArray<double> map = LeastSquaresStart.Fit(compute, blocks, data);
        NdArray<float> single = compute.Empty<float>(map.Shape);
        compute.Backend.Copy(map, single);
        return single;
    }

    /// <summary>Zeros below and to the right, up to whole blocks.</summary>
    private static NdArray<float> Padded(NdArray<float> image)
    {
        NdArray<float> padded = NdArray.Zeros<float>((image.Shape[0] / Block * Block) + Block, (image.Shape[1] / Block * Block) + Block);
        image.CopyTo(padded.Slice(0, 0, image.Shape[0]).Slice(1, 0, image.Shape[1]));
        return padded;
    }

    /// <summary>The brightness between 0 and 1; images with a palette of greys come as three equal colours.</summary>
    private static NdArray<float> Image(string file)
    {
        using NdArray<float> pixels = ArrayFile.Read<float>(file);
        return NdArray.Fill<float>((int)pixels.Shape[0], (int)pixels.Shape[1], (row, column) => (pixels.Rank == 3 ? pixels[row, column, 0] : pixels[row, column]) / 255);
    }

    private static Figure Picture(NdArray<float> image, string title) =>
        Figure.Image(image.Slice(0, 0, 256).Slice(1, 0, 256), title, order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, limits: ColorLimits.Between(0, 1), xLabel: "column", yLabel: "row", aspect: Aspect.Equal, colorBar: false);

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
