using System.Globalization;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Loops;

namespace AdjointKit.Benchmarks.Training;

/// <summary>Training steps of small networks against PyTorch on the same number of threads, in one run.</summary>
internal sealed class TrainingBenchmark(ContestSettings settings, int threads, string filter)
{
    /// <summary>Seconds before a turn: the threads of torch spin on for a while after its turn.</summary>
    private const double Rest = 0.15;

    internal void Run()
    {
        Console.WriteLine($"{settings.Rounds} rounds of {settings.TurnSeconds} s; ratios are medians (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| case, f32 | torch 1.13 | ours | torch's time / ours |");
        Console.WriteLine("|---|---|---|---|");
        foreach (int team in threads > 1 ? new[] { 1, threads } : [1])
        {
            // A process for each number of threads: torch's backward sweep runs on a thread that set_num_threads does not reach.
            using PythonPeer? torch = PythonPeer.Start("training_torch.py", team.ToString(CultureInfo.InvariantCulture));
            if (torch is null) Console.WriteLine("| no torch for /usr/bin/python3 (Debian: apt-get install python3-torch): ours alone | | | |");
            using var compute = new Compute(team);
            string of = team == 1 ? "1 thread" : $"{team} threads";
            using var perceptron = new PerceptronCase(compute);
            Case($"perceptron 784-256-128-10, batch 64, one step, {of}", torch?.Contestant("perceptron"), perceptron.Steps());
            using var trainer = new TrainerCase(compute);
            Case($"perceptron by the trainer, with its batches, {of}", torch?.Contestant("perceptron"), trainer.Steps());
            using var adam = new AdamCase(compute);
            Case($"Adam on 6 million numbers, one step, {of}", torch?.Contestant("adam"), adam.Steps());
            using var recurrent = new RecurrentCase(compute);
            Case($"recurrent, 100 steps, 64 units, batch 32, forward, {of}", torch?.Contestant("recurrent_forward"), recurrent.Forward());
            Case($"the same, gradient, {of}", torch?.Contestant("recurrent_gradient"), recurrent.Gradient());
            Case($"recurrent by Scan, forward, {of}", torch?.Contestant("recurrent_forward"), recurrent.ScanForward());
            Case($"recurrent by Scan, gradient, everything kept, {of}", torch?.Contestant("recurrent_gradient"), recurrent.ScanGradient(Schedule.StoreAll));
            Case($"recurrent by Scan, gradient within 1 MB, {of}", torch?.Contestant("recurrent_gradient"), recurrent.ScanGradient(Schedule.ByteBudget(1_000_000)));
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
