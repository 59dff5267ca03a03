using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Nn;

/// <summary>Softmax and its relatives, normalisation and small convolutions against PyTorch on the same number of threads, in one run.</summary>
internal sealed class NnBenchmark(ContestSettings settings, int threads, string filter)
{
    /// <summary>Seconds before a turn: the threads of torch spin on for a while after its turn.</summary>
    private const double Rest = 0.15;

    private static readonly (nint Lines, nint Length)[] Sizes = [(4096, 256), (64, 10), (1024, 1000)];

    /// <summary>Samples, channels, channels of a group, rows, columns, taps.</summary>
    private static readonly nint[][] Convolutions = [[16, 4, 4, 1, 4096, 9], [16, 32, 1, 1, 4096, 5], [16, 1, 1, 64, 64, 3], [16, 8, 8, 28, 28, 5], [8, 64, 1, 56, 56, 3], [8, 64, 1, 28, 28, 5]];

    internal void Run()
    {
        Console.WriteLine($"{settings.Rounds} rounds of {settings.TurnSeconds} s; ratios are medians (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| case | torch 1.13 | ours | torch's time / ours | with the gradient: torch 1.13 | ours | torch's time / ours |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int team in threads > 1 ? new[] { 1, threads } : [1])
        {
            // A process for each number of threads: torch's backward sweep runs on a thread that set_num_threads does not reach.
            using PythonPeer? torch = PythonPeer.Start("nn_torch.py", team.ToString(CultureInfo.InvariantCulture));
            if (torch is null) Console.WriteLine("| no torch for /usr/bin/python3 (Debian: apt-get install python3-torch): ours alone | | | | | | |");
            using var compute = new Compute(team);
            Cases<float>(torch, compute, "f32", team);
            Cases<double>(torch, compute, "f64", team);
        }
    }

    private static string Milliseconds(double seconds) => (1e3 * seconds).ToString("0.000", CultureInfo.InvariantCulture) + " ms";

    private void Cases<T>(PythonPeer? torch, Compute compute, string type, int team)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((nint lines, nint length) in Sizes)
        {
            var shape = new Shape(lines, length);
            NdArray<long> labels = compute.Empty<long>(lines);
            compute.Backend.FillIntegers(labels, 0, length, new CounterRandom(7));
            string size = $"{lines} x {length}";
            string numbers = $"{type},{lines},{length}";
            Case(torch, $"softmax {size}, {type}, {team} thread(s)", "softmax", numbers, new NnCase<T>(compute, (_, v) => Ops.Softmax(v[0]), shape));
            Case(torch, $"log softmax {size}, {type}, {team} thread(s)", "log_softmax", numbers, new NnCase<T>(compute, (_, v) => Ops.LogSoftmax(v[0]), shape));
            Case(torch, $"log sum exp {size}, {type}, {team} thread(s)", "log_sum_exp", numbers, new NnCase<T>(compute, (_, v) => Ops.LogSumExp(v[0], -1), shape));
            Case(torch, $"cross-entropy {size}, {type}, {team} thread(s)", "cross_entropy", numbers, new NnCase<T>(compute, (_, v) => Ops.CrossEntropy(v[0], labels), shape));
            Case(torch, $"layer norm {size}, {type}, {team} thread(s)", "layer_norm", numbers, new NnCase<T>(compute, (_, v) => Ops.LayerNorm(v[0], v[1], v[2]), shape, new Shape(length), new Shape(length)));
            labels.Dispose();
        }

        foreach (nint[] numbers in Convolutions)
        {
            (nint samples, nint channels, nint ofGroup, nint rows, nint columns, nint taps) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
            string name = $"{type},{string.Join(',', numbers)}";
            string size = $"{channels} channels, {(ofGroup == channels ? "all" : "each")} to {(ofGroup == channels ? "all" : "itself")}, {samples} of ";
            NnCase<T> run = rows == 1
                ? new NnCase<T>(compute, (_, v) => Ops.Convolution1d(v[0], v[1], padding: taps / 2, groups: channels / ofGroup), new Shape(samples, channels, columns), new Shape(channels, ofGroup, taps))
                : new NnCase<T>(compute, (_, v) => Ops.Convolution2d(v[0], v[1], padding: (taps / 2, taps / 2), groups: channels / ofGroup), new Shape(samples, channels, rows, columns), new Shape(channels, ofGroup, taps, taps));
            Case(torch, $"convolution {(rows == 1 ? $"{taps}, {size}{columns}" : $"{taps}x{taps}, {size}{rows} x {columns}")}, {type}, {team} thread(s)", "convolution", name, run);
        }
    }

    private void Case<T>(PythonPeer? torch, string title, string name, string numbers, NnCase<T> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using NnCase<T> owned = run;
        if (!title.Contains(filter, StringComparison.Ordinal)) return;
        Console.WriteLine($"| {title} | {Row(torch?.Contestant($"{name},forward,{numbers}"), run.Forward())} | {Row(torch?.Contestant($"{name},gradient,{numbers}"), run.Gradient())} |");
    }

    private string Row(Contestant? torch, Contestant ours)
    {
        if (torch is null) return $" | {Milliseconds(Contest.Run(settings, ours).Seconds(0))} | ";
        Contest contest = Contest.Run(settings with { RestSeconds = Rest }, torch, ours);
        (double median, double low, double high) = contest.Ratio(1, 0);
        string ratio = string.Create(CultureInfo.InvariantCulture, $"{median:0.00} ({low:0.00}-{high:0.00})");
        return $"{Milliseconds(contest.Seconds(0))} | {Milliseconds(contest.Seconds(1))} | {ratio}";
    }
}
