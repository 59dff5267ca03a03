using System.Diagnostics;

namespace AdjointKit.Devices.Throughput;

/// <summary>How measurements are made: enough runs to be longer than the clock's grain and than a launch, the median of several such.</summary>
public static class Measurement
{
    private const int Samples = 7;
    private const double SampleSeconds = 0.05;

    /// <summary>The seconds of one run of each of two works, measured in turn so that both see the same machine: medians, and the ratio's quartiles.</summary>
    /// <param name="compute">Where they run.</param>
    /// <param name="first">One work.</param>
    /// <param name="second">The other.</param>
    /// <param name="cancellation">Looked at between samples.</param>
    public static (double First, double Second) InTurn(Compute compute, Work first, Work second, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int firstRuns = RunsFor(compute, first);
        int secondRuns = RunsFor(compute, second);
        var firstSeconds = new double[Samples];
        var secondSeconds = new double[Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            firstSeconds[sample] = Seconds(compute, first, firstRuns);
            secondSeconds[sample] = Seconds(compute, second, secondRuns);
        }

        Array.Sort(firstSeconds);
        Array.Sort(secondSeconds);
        return (firstSeconds[Samples / 2], secondSeconds[Samples / 2]);
    }

    private static int RunsFor(Compute compute, Work work)
    {
        // The first run compiles and touches memory.
        _ = Seconds(compute, work, 1);
        double once = Seconds(compute, work, 1);
        return (int)Math.Clamp(SampleSeconds / Math.Max(once, 1e-7), 1, 100_000);
    }

    private static double Seconds(Compute compute, Work work, int runs)
    {
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++) work.Run();
        compute.Finish();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / runs;
    }
}
