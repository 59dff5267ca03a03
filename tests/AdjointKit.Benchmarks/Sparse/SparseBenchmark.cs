using System.Globalization;
using System.Numerics;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Sparse;

/// <summary>ISTA and FISTA on many signals at once against numpy on OpenBLAS and PyTorch, on the same number of threads, in one run.</summary>
internal sealed class SparseBenchmark(ContestSettings settings, int threads, string filter)
{
    /// <summary>Steps from 0: the iterates begin empty, and end about as dense as the solution.</summary>
    private const int Steps = 50;

    /// <summary>Seconds before a turn: the threads of the others spin on for a while after their turn.</summary>
    private const double Rest = 0.15;

    internal void Run()
    {
        string argument = string.Create(CultureInfo.InvariantCulture, $"{threads} {Steps}");
        using PythonPeer? numpy = PythonPeer.Start("sparse_numpy.py", argument);
        using PythonPeer? torch = PythonPeer.Start("sparse_torch.py", argument);
        if (numpy is null || torch is null) throw new InvalidOperationException("no numpy or no torch for /usr/bin/python3 (Debian: apt-get install python3-numpy libopenblas0-pthread python3-torch)");
        Console.WriteLine($"{SparseCase<double>.Rows} x {SparseCase<double>.Columns}, {SparseCase<double>.Samples} samples, {Steps} steps from 0, {threads} thread(s); {settings.Rounds} rounds of {settings.TurnSeconds} s; times of a step are medians, ratios are medians (quartiles) over the rounds.");
        Console.WriteLine("Ours always knows the objective and the prox-gradient of each step. The limit is the time of a step's two products at the rate of a product of 1024 x 1024 matrices in the same rounds.");
        Console.WriteLine();
        Console.WriteLine("| case | numpy | torch | ours | numpy's time / ours | torch's time / ours | limit / ours | not 0 |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        using var compute = new Compute(threads);
        Cases<float>(numpy, torch, compute, "f32");
        Cases<double>(numpy, torch, compute, "f64");
    }

    private static string Milliseconds(double seconds) => (1e3 * seconds / Steps).ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    private static string Ratio(Contest contest, int baseline)
    {
        (double median, double low, double high) = contest.Ratio(2, baseline);
        return string.Create(CultureInfo.InvariantCulture, $"{median:0.00} ({low:0.00}-{high:0.00})");
    }

    private void Cases<T>(PythonPeer numpy, PythonPeer torch, Compute compute, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((string method, string what) in new[] { ("ista", "steps"), ("ista", "history"), ("fista", "steps"), ("fista", "history") })
        {
            string title = $"{method.ToUpperInvariant()}, {type}{(what == "history" ? ", theirs with the objective and the prox-gradient too" : string.Empty)}";
            if (!title.Contains(filter, StringComparison.Ordinal)) continue;
            using var ours = new SparseCase<T>(compute, method == "fista", Steps);
            string name = $"{method},{type},{what}";
            Contest contest = Contest.Run(settings with { RestSeconds = Rest }, numpy.Contestant(name), torch.Contestant(name), ours.Recoveries(), ours.Products());
            double limit = SparseCase<T>.Limit(contest.Seconds(3)) * Steps / contest.Seconds(2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {title} | {Milliseconds(contest.Seconds(0))} | {Milliseconds(contest.Seconds(1))} | {Milliseconds(contest.Seconds(2))} | {Ratio(contest, 0)} | {Ratio(contest, 1)} | {limit:0.00} | {ours.Density:0%} |"));
        }
    }
}
