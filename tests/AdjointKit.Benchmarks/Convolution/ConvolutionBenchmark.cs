using System.Globalization;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Convolution;

/// <summary>Convolutions of planes, and their gradients, against PyTorch on the same number of threads, in one run.</summary>
internal sealed class ConvolutionBenchmark(ContestSettings settings, int threads, string filter)
{
    /// <summary>Seconds before a turn: the threads of torch spin on for a while after its turn.</summary>
    private const double Rest = 0.15;

    private static readonly (int Samples, int Channels, int Side, int Taps)[] Sizes = [(1, 64, 56, 3), (8, 32, 28, 3), (16, 8, 28, 5), (4, 128, 28, 1)];

    internal void Run()
    {
        using PythonPeer? torch = PythonPeer.Start("convolution_torch.py");
        Console.WriteLine($"{settings.Rounds} rounds of {settings.TurnSeconds} s; ratios are medians (quartiles) over the rounds.");
        Console.WriteLine(torch is null ? "No torch for /usr/bin/python3 (Debian: apt-get install python3-torch): ours alone." : torch.Version);
        Console.WriteLine();
        Console.WriteLine("| case, f32 | torch | ours | torch's time / ours |");
        Console.WriteLine("|---|---|---|---|");
        foreach (int team in threads > 1 ? new[] { 1, threads } : [1])
        {
            using var compute = new Compute(team);
            string of = team == 1 ? "1 thread" : $"{team} threads";
            foreach ((int samples, int channels, int side, int taps) in Sizes)
            {
                using var convolution = new ConvolutionCase(compute, samples, channels, side, taps);
                string title = $"{taps}x{taps}, {channels} to {channels} channels, {samples} of {side}^2, {of}";
                string name = $"{samples},{channels},{side},{taps},{team}";
                Case(title, torch?.Contestant($"forward,{name}"), convolution.Forward());
                Case($"{title}, with gradients", torch?.Contestant($"gradient,{name}"), convolution.Gradient());
            }
        }
    }

    private static string Milliseconds(double seconds) => (1e3 * seconds).ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    private void Case(string title, Contestant? torch, Contestant ours)
    {
        if (!title.Contains(filter, StringComparison.Ordinal)) return;
        if (torch is null)
        {
            Console.WriteLine($"| {title} | | {Milliseconds(Contest.Run(settings, ours).Seconds(0))} | |");
            return;
        }

        Contest contest = Contest.Run(settings with { RestSeconds = Rest }, torch, ours);
        (double median, double low, double high) = contest.Ratio(1, 0);
        string ratio = string.Create(CultureInfo.InvariantCulture, $"{median:0.00} ({low:0.00}-{high:0.00})");
        Console.WriteLine($"| {title} | {Milliseconds(contest.Seconds(0))} | {Milliseconds(contest.Seconds(1))} | {ratio} |");
    }
}
