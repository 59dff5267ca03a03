// Splice sites found by recurrent networks: windows of DNA read letter by letter from both ends towards their middle, trained by truncated back-propagation through time, beside naive Bayes on the same windows.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

// The file is splice.data of the UCI repository (primate splice-junction gene sequences, G. Towell, M. Noordewier and J. Shavlik, from GenBank 64.1): 3190 windows of 60 letters, the place in question in their middle.
internal static class SpliceSites
{
    private const int Letters = 60;
    private const int Classes = 3;
    private const int Read = 36;
    private const int Tested = 1000;
    private static readonly string[] classes = ["EI", "IE", "N"];

    private static void Main(string[] args)
    {
        if (args.Length == 0) Console.Error.WriteLine("usage: dotnet run -c Release splice-sites.cs -- splice.data [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(1) ?? ".", args[0], 25);
    }

    internal static void Run(TextWriter output, string folder, string file, int epochs)
    {
        using var compute = new Compute();
        (string Class, string Window)[] windows = [.. File.ReadLines(file).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[2]))];
        ((string Class, string Window)[] train, (string Class, string Window)[] test) = Split(windows);
        using NdArray<float> trainLetters = Shares(train);
        using NdArray<long> trainLabels = Labels(train);
        using NdArray<float> testLetters = Shares(test);
        using NdArray<long> testLabels = Labels(test);
        double bayes = NaiveBayes(trainLetters, trainLabels, testLetters, testLabels);
        output.WriteLine($"{train.Length} windows to train with, {test.Length} to test; naive Bayes finds {100 * bayes:F1} %");
        using var data = new DataLoader(compute, [trainLetters, trainLabels], new DataLoaderOptions { BatchSize = 64, Seed = 1 });
        using var tested = new DataLoader(compute, [testLetters, testLabels], new DataLoaderOptions { BatchSize = 500, Shuffle = false });
        double[] numbers = [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)];
        var curves = new List<Series>();
        ConfusionMatrix? whole = null;
        foreach ((string name, Schedule schedule) in new[] { ("all steps", Schedule.StoreAll), ("the last 12 steps", Schedule.Truncated(12, 12)), ("the last 3 steps", Schedule.Truncated(3, 3)) })
        {
            using var parameters = new ParameterSet(compute);
            Func<Var<float>, ForwardPass, Var<float>> network = Network(parameters, schedule);
            using var trainer = new Trainer(
                parameters,
                new OptimizerOptions { Rule = new Adam(), LearningRate = LearningRate.Cosine(4e-3, epochs * data.Batches) },
                (tape, batch, pass) => Ops.CrossEntropy(network(tape.Constant(batch.Get<float>(0)), pass), batch.Get<long>(1)));
            var clock = Stopwatch.StartNew();
            trainer.Train(data, epochs, () => [Confusion().Accuracy]);
            ConfusionMatrix confusion = Confusion();
            whole ??= confusion;
            output.WriteLine($"gradients through {name}: {100 * confusion.Accuracy:F1} %, {clock.Elapsed.TotalSeconds:F1} s");
            curves.Add(new Series(numbers, [.. trainer.History.Select(epoch => 100 * epoch.Metrics[0])], $"through {name}"));

            ConfusionMatrix Confusion() => Evaluation.Confusion(compute, tested, Classes, (tape, batch) => network(tape.Constant(batch.Get<float>(0)), ForwardPass.Evaluation));
        }

        curves.Add(new Series([1, epochs], [100 * bayes, 100 * bayes], "naive Bayes") { Color = Color.Black, Style = LineStyle.Dashed });
        Figure picture = Figure.Image(NdArray.Fill<double>(Classes, Classes, (truth, found) => whole![(int)truth, (int)found]), "What is taken for what (EI, IE, neither)", order: AxisOrder.VerticalFirst, xLabel: "taken for", yLabel: "class", aspect: Aspect.Equal);
        Figure.Grid(1, 2, Figure.Lines(curves, "Test windows told right", "epochs", "%"), picture).WithSize(960, 380).WithScale(1).Save(Path.Combine(folder, "splice-sites.png"));
    }

    /// <summary>Two gated networks read from the ends to the middle and a little beyond, and a linear layer tells the class by their last states.</summary>
    private static Func<Var<float>, ForwardPass, Var<float>> Network(ParameterSet parameters, Schedule schedule)
    {
        const int Units = 32;
        var left = new Gru<float>(parameters, "left", 4, Units, seed: 1) { Schedule = schedule };
        var right = new Gru<float>(parameters, "right", 4, Units, seed: 1) { Schedule = schedule };
        var dropout = new Dropout<float>(0.3, seed: 2);
        var output = new Linear<float>(parameters, "output", 2 * Units, Classes, seed: 1);
        return (windows, pass) =>
        {
            Var<float> steps = Ops.Transpose(windows, 1, 0, 2);
            Var<float> states = Ops.Concat<float>([left.Run(steps[..Read]).State, right.Run(Ops.Flip(steps[^Read..], 0)).State], 1);
            return output.Apply(dropout.Apply(states, pass), pass);
        };
    }

    /// <summary>The logarithm of the share of each letter at each place in the windows of a class, summed over the places; one window of equal shares is added to what was seen.</summary>
    private static double NaiveBayes(NdArray<float> letters, NdArray<long> labels, NdArray<float> testLetters, NdArray<long> testLabels)
    {
        var counts = new double[Classes, Letters, 4];
        var windows = new double[Classes];
        for (int n = 0; n < labels.Count; n++)
        {
            windows[labels[n]]++;
            for (int t = 0; t < Letters; t++)
            {
                for (int k = 0; k < 4; k++) counts[labels[n], t, k] += letters[n, t, k];
            }
        }

        return Enumerable.Range(0, (int)testLabels.Count).Average(n => Enumerable.Range(0, Classes).MaxBy(c => Evidence(n, c)) == testLabels[n] ? 1.0 : 0);

        double Evidence(int n, int c) => Math.Log(windows[c]) + Enumerable.Range(0, Letters).Sum(t => Math.Log(Enumerable.Range(0, 4).Sum(k => testLetters[n, t, k] * (counts[c, t, k] + 0.25) / (windows[c] + 1))));
    }

    /// <summary>A thousand windows or a few more to test with, drawn by sequence: windows that are there more than once lie on one side.</summary>
    private static ((string Class, string Window)[] Train, (string Class, string Window)[] Test) Split((string Class, string Window)[] windows)
    {
        (string Class, string Window)[][] groups = [.. windows.GroupBy(window => window.Window, StringComparer.Ordinal).Select(group => group.ToArray())];
        RandomPermutation order = new CounterRandom(1).Permutation(groups.Length);
        var test = new List<(string, string)>();
        var train = new List<(string, string)>();
        for (int k = 0; k < groups.Length; k++) (test.Count < Tested ? test : train).AddRange(groups[order[k]]);
        return ([.. train], [.. test]);
    }

    private static NdArray<float> Shares((string Class, string Window)[] windows) =>
        NdArray.Fill<float>(windows.Length, Letters * 4, (n, k) => Share(windows[n].Window[(int)k / 4], "AGTC"[(int)k % 4])).Reshape(windows.Length, Letters, 4);

    private static NdArray<long> Labels((string Class, string Window)[] windows) => NdArray.From<long>([.. windows.Select(window => (long)Array.IndexOf(classes, window.Class))]);

    /// <summary>How probable a letter of the alphabet is where one of the file stands: D is A, G or T, S is C or G, R is A or G, and N any.</summary>
    private static float Share(char written, char letter)
    {
        string possible = written switch { 'D' => "AGT", 'N' => "AGTC", 'S' => "CG", 'R' => "AG", _ => written.ToString() };
        return possible.Contains(letter) ? 1f / possible.Length : 0;
    }
}
