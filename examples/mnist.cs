// Handwritten digits told apart by a perceptron with one hidden layer, trained by stochastic gradients and by Adam: loss and accuracy over the epochs, what is taken for what, and digits that are taken wrongly.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../src/AdjointKit.IO/AdjointKit.IO.csproj

using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

// The folder holds four files of MNIST (Y. LeCun, C. Cortes and C. Burges): 10,000 images to train with and the 10,000 to test.
internal static class Mnist
{
    private const int Classes = 10;
    private const int Side = 28;

    private static void Main(string[] args)
    {
        if (args.Length == 0) Console.Error.WriteLine("usage: dotnet run -c Release mnist.cs -- FOLDER_OF_MNIST [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(1) ?? ".", args[0], 20);
    }

    internal static void Run(TextWriter output, string folder, string files, int epochs)
    {
        using var compute = new Compute();
        using NdArray<float> images = Images(Path.Combine(files, "train-images-first10000-idx3-ubyte.gz"));
        using NdArray<float> testImages = Images(Path.Combine(files, "t10k-images-idx3-ubyte.gz"));
        using NdArray<long> allLabels = IdxFile.Read<long>(Path.Combine(files, "train-labels-idx1-ubyte.gz"));
        using NdArray<long> testLabels = IdxFile.Read<long>(Path.Combine(files, "t10k-labels-idx1-ubyte.gz"));
        NdArray<long> labels = allLabels.Slice(0, 0, images.Shape[0]);
        using var data = new DataLoader(compute, [images, labels], new DataLoaderOptions { BatchSize = 64, Seed = 1 });
        using var test = new DataLoader(compute, [testImages, testLabels], new DataLoaderOptions { BatchSize = 1000, Shuffle = false });

        var losses = new List<Series>();
        var accuracies = new List<Series>();
        double[] numbers = [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)];
        ConfusionMatrix confusion = new(Classes);
        long steps = epochs * data.Batches;
        foreach ((string name, UpdateRule rule, double rate) in new (string, UpdateRule, double)[] { ("SGD with momentum", new Sgd { Momentum = 0.9 }, 0.05), ("Adam", new Adam(), 1e-3) })
        {
            using var parameters = new ParameterSet(compute);
            Sequential<float> network = Network(parameters);
            using var trainer = new Trainer(
                parameters,
                new OptimizerOptions { Rule = rule, LearningRate = LearningRate.Cosine(rate, steps) },
                (tape, batch, pass) => Ops.CrossEntropy(network.Apply(tape.Constant(batch.Get<float>(0)), pass), batch.Get<long>(1)));
            var clock = Stopwatch.StartNew();
            trainer.Train(data, epochs, () => [Tested().Accuracy]);
            confusion = Tested();
            output.WriteLine($"{name}: {100 * confusion.Accuracy:F2} % of {confusion.Samples} test images after {epochs} epochs, loss {trainer.History[^1].Loss:F4}, {clock.Elapsed.TotalSeconds:F1} s");
            losses.Add(new Series(numbers, [.. trainer.History.Select(epoch => epoch.Loss)], name));
            accuracies.Add(new Series(numbers, [.. trainer.History.Select(epoch => 100 * (1 - epoch.Metrics[0]))], name));

            ConfusionMatrix Tested() => Evaluation.Confusion(compute, test, Classes, (tape, batch) => network.Apply(tape.Constant(batch.Get<float>(0))));
        }

        // Of each class the share that is taken for another one, without the diagonal, which would hide the rest.
        NdArray<double> mistakes = NdArray.Fill<double>(Classes, Classes, (truth, found) => truth == found ? double.NaN : confusion[(int)truth, (int)found]);
        (int from, int to) = Pairs().MaxBy(pair => confusion[pair.Truth, pair.Found]);
        output.WriteLine($"most often, {confusion[from, to]} times, a {from} is taken for a {to}");
        Figure.Grid(
            1,
            3,
            Figure.Lines(losses, "Loss in training", "epochs", "cross-entropy", yScale: AxisScale.Log),
            Figure.Lines(accuracies, "Test images taken wrongly", "epochs", "%"),
            Figure.Image(mistakes, "Adam: what is taken for what", order: AxisOrder.VerticalFirst, xLabel: "taken for", yLabel: "digit", aspect: Aspect.Equal))
            .WithSize(1080, 330).WithScale(1).Save(Path.Combine(folder, "mnist.png"));
    }

    private static Sequential<float> Network(ParameterSet parameters) => new(
        new Linear<float>(parameters, "hidden", Side * Side, 256, initializer: Initializer.HeNormal(), seed: 1),
        new Activation<float>(Ops.Relu),
        new Dropout<float>(0.3, seed: 2),
        new Linear<float>(parameters, "output", 256, Classes, seed: 1));

    private static IEnumerable<(int Truth, int Found)> Pairs() => from truth in Enumerable.Range(0, Classes) from found in Enumerable.Range(0, Classes) where truth != found select (truth, found);

    /// <summary>The pixels between 0 and 1, a row for each image.</summary>
    private static NdArray<float> Images(string file)
    {
        NdArray<float> images = IdxFile.Read<float>(file);
        foreach (ref float pixel in images.AsWritableSpan()) pixel /= 255;
        return images.Reshape(images.Shape[0], Side * Side);
    }
}
