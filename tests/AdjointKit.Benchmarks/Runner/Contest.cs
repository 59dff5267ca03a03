using System.Diagnostics;

namespace AdjointKit.Benchmarks.Runner;

/// <summary>
/// Times contestants in turns, A B A B ..., each round in the other order, so that whatever disturbs the machine disturbs all of them. A ratio is the
/// median of the ratios of the rounds, not the ratio of two times that were measured minutes apart.
/// </summary>
internal sealed class Contest
{
    private readonly Contestant[] contestants;
    private readonly double[][] seconds;

    private Contest(Contestant[] contestants, int rounds)
    {
        this.contestants = contestants;
        seconds = [.. contestants.Select(_ => new double[rounds])];
    }

    /// <summary>Runs a contest.</summary>
    /// <param name="settings">Rounds and the length of a turn.</param>
    /// <param name="contestants">Who takes part.</param>
    internal static Contest Run(ContestSettings settings, params Contestant[] contestants)
    {
        var contest = new Contest(contestants, settings.Rounds);
        int[] repetitions = [.. contestants.Select(contestant => Calibrate(contestant, settings.TurnSeconds))];
        for (int round = 0; round < settings.Rounds; round++)
        {
            for (int turn = 0; turn < contestants.Length; turn++)
            {
                int who = round % 2 == 0 ? turn : contestants.Length - 1 - turn;

                Thread.Sleep(TimeSpan.FromSeconds(settings.RestSeconds));

                // The first repetition wakes threads and fills caches; it does not count.
                contestants[who].Work(1);
                contest.seconds[who][round] = Time(contestants[who], repetitions[who], settings.ProcessorTime) / repetitions[who];
            }
        }

        return contest;
    }

    /// <summary>The median time of one repetition.</summary>
    internal double Seconds(int who) => Median(seconds[who]);

    /// <summary>The contestant among the first <paramref name="count"/> with the smallest median.</summary>
    internal int Fastest(int count) => Enumerable.Range(0, count).MinBy(Seconds);

    internal string Name(int who) => contestants[who].Name;

    /// <summary>How many times faster <paramref name="who"/> is than <paramref name="baseline"/>: median and quartiles over the rounds.</summary>
    internal (double Median, double Low, double High) Ratio(int who, int baseline)
    {
        double[] ratios = [.. seconds[baseline].Zip(seconds[who], (slow, fast) => slow / fast).Order()];
        return (Median(ratios), ratios[ratios.Length / 4], ratios[(ratios.Length - 1) * 3 / 4]);
    }

    internal static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The seconds that some work takes.</summary>
    internal static double Time(Action work, bool processorTime)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        work();
        return (processorTime ? Environment.CpuUsage.TotalTime - used : Stopwatch.GetElapsedTime(start)).TotalSeconds;
    }

    private static double Time(Contestant contestant, int repetitions, bool processorTime)
    {
        double measured = Time(() => contestant.Work(repetitions), processorTime);
        return processorTime && contestant.ProcessorSeconds is not null ? contestant.ProcessorSeconds() : measured;
    }

    /// <summary>How many repetitions fill a turn.</summary>
    private static int Calibrate(Contestant contestant, double turnSeconds)
    {
        contestant.Work(1);
        int repetitions = 1;
        while (true)
        {
            double elapsed = Time(contestant, repetitions, processorTime: false);
            if (elapsed >= turnSeconds / 4) return Math.Max(1, (int)Math.Round(repetitions * turnSeconds / elapsed));
            repetitions *= 2;
        }
    }
}

/// <summary>How long a contest lasts.</summary>
/// <param name="Rounds">Turns of each contestant.</param>
/// <param name="TurnSeconds">About how long a turn takes.</param>
/// <param name="ProcessorTime">Whether processor time is counted instead of wall time: with one thread it is blind to who else uses the machine.</param>
/// <param name="RestSeconds">A pause before each turn, for threads of the other contestant that go on spinning after its turn.</param>
internal sealed record ContestSettings(int Rounds, double TurnSeconds, bool ProcessorTime = false, double RestSeconds = 0);
