using System.Diagnostics;
using AdjointKit.Kernels;

namespace AdjointKit.Benchmarks.Team;

/// <summary>
/// What a fork and join of the thread team costs, and what is left of the rate of a compute loop when busy processes run beside it: the loop alone, then with as many
/// busy processes as there are threads, in turn.
/// </summary>
internal sealed class TeamBenchmark(int threads, int rounds)
{
    private const int Joins = 20_000;
    private const int Forks = 4_000;
    private const int WorkPerPart = 20_000;

    internal void Run()
    {
        using var team = new ThreadTeam(threads);
        var nothing = new Nothing();
        var work = new Spin();
        _ = JoinSeconds(team, nothing);
        _ = WorkRate(team, work);
        var joins = new double[rounds];
        var quiet = new double[rounds];
        var busy = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            joins[round] = JoinSeconds(team, nothing);
            quiet[round] = WorkRate(team, work);
            Process[] others = [.. Enumerable.Range(0, threads).Select(_ => Process.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]))!)];
            Thread.Sleep(100);
            busy[round] = WorkRate(team, work);
            foreach (Process other in others)
            {
                other.Kill();
                other.WaitForExit();
            }
        }

        double[] ratios = [.. busy.Zip(quiet, (beside, alone) => beside / alone).Order()];
        Array.Sort(joins);
        Console.WriteLine($"fork and join of {threads} threads: {joins[rounds / 2] * 1e6:0.00} us (fastest {joins[0] * 1e6:0.00}, slowest {joins[^1] * 1e6:0.00})");
        Console.WriteLine($"rate beside {threads} busy processes: {ratios[rounds / 2]:0.00} of the rate alone (quartiles {ratios[rounds / 4]:0.00}-{ratios[3 * rounds / 4]:0.00})");
    }

    private static double JoinSeconds(ThreadTeam team, ITeamWork work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int join = 0; join < Joins; join++) team.Run(work, team.Threads);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Joins;
    }

    /// <summary>Forks per second of parts of some 10 us each: the size of a step on a small model.</summary>
    private static double WorkRate(ThreadTeam team, ITeamWork work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int fork = 0; fork < Forks; fork++) team.Run(work, team.Threads);
        return Forks / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Nothing : ITeamWork
    {
        public void Execute(int part, int parts)
        {
        }
    }

    private sealed class Spin : ITeamWork
    {
        private readonly double[] results = new double[64 * 16];

        public void Execute(int part, int parts)
        {
            double x = part + 1;
            for (int i = 0; i < WorkPerPart; i++) x = Math.FusedMultiplyAdd(x, 0.999999, 1e-7);
            results[part * 16] = x;
        }
    }
}
