using System.Globalization;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Sparse;

/// <summary>The training of LISTA and its relatives in one run against PyTorch, on the same number of threads, or on a device against the CPU.</summary>
internal sealed class UnrolledBenchmark(ContestSettings settings, int threads, string filter, Device device)
{
    private static readonly string[] Models = ["lista", "lista-cp", "lista-cpss", "alista"];

    /// <summary>Seconds before a turn: the threads of torch spin on for a while after its turn.</summary>
    private const double Rest = 0.15;

    internal void Run()
    {
        if (device.IsHost) AgainstTorch();
        else OnDevice();
    }

    private void AgainstTorch()
    {
        using PythonPeer torch = PythonPeer.Start("unrolled_torch.py", threads.ToString(CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException("no torch for /usr/bin/python3 (Debian: apt-get install python3-torch)");
        Console.WriteLine($"16 layers, 250 x 500, batches of {UnrolledCase.Samples}, float32, {threads} thread(s): forward, backward, Adam; {settings.Rounds} rounds of {settings.TurnSeconds} s; samples/s are medians, ratios are medians (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| model | torch, samples/s | ours, samples/s | ours / torch |");
        Console.WriteLine("|---|---|---|---|");
        using var compute = new Compute(threads);
        foreach (string model in Models)
        {
            if (!model.Contains(filter, StringComparison.Ordinal)) continue;
            using var ours = new UnrolledCase(compute, model);
            Contest contest = Contest.Run(settings with { RestSeconds = Rest }, torch.Contestant(model), ours.Steps());
            (double median, double low, double high) = contest.Ratio(1, 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {model} | {UnrolledCase.Samples / contest.Seconds(0):0} | {UnrolledCase.Samples / contest.Seconds(1):0} | {median:0.00} ({low:0.00}-{high:0.00}) |"));
        }
    }

    private void OnDevice()
    {
        Console.WriteLine($"16 layers, 250 x 500, batches of {UnrolledCase.Samples}, float32: forward, backward, Adam; {settings.Rounds} rounds of {settings.TurnSeconds} s; medians, ratios are medians (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine($"| model | a step on {threads} thread(s) | on {device} | time of the CPU / of the device |");
        Console.WriteLine("|---|---|---|---|");
        using var host = new Compute(threads);
        using var compute = new Compute(device, threads);
        foreach (string model in Models)
        {
            if (!model.Contains(filter, StringComparison.Ordinal)) continue;
            using var here = new UnrolledCase(host, model);
            using var there = new UnrolledCase(compute, model);
            Contest contest = Contest.Run(settings, here.Steps(), there.Steps());
            (double median, double low, double high) = contest.Ratio(1, 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {model} | {1000 * contest.Seconds(0):0.00} ms | {1000 * contest.Seconds(1):0.00} ms | {median:0.00} ({low:0.00}-{high:0.00}) |"));
        }
    }
}
