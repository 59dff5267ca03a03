using System.Diagnostics;

namespace AdjointKit.Loops;

/// <summary>
/// How many steps to hand over in one call: few calls, so that a step may block over time, but each short enough for progress and cancellation to be
/// looked at within 100 ms. Learns the time of a step as it goes.
/// </summary>
internal sealed class IntervalPace
{
    /// <summary>The most steps of one call.</summary>
    internal const int Limit = 1024;

    private const double TargetSeconds = 0.04;
    private int interval = 1;
    private long began;

    /// <summary>The time of all calls since the last restart, in s.</summary>
    internal double Seconds { get; private set; }

    /// <summary>Counts the time from zero again; what was learnt stays.</summary>
    internal void Restart() => Seconds = 0;

    /// <summary>The length of the next call; the clock starts.</summary>
    internal int Next(long remaining)
    {
        began = Stopwatch.GetTimestamp();
        return (int)Math.Min(interval, remaining);
    }

    /// <summary>The call is over.</summary>
    internal void Done(long steps)
    {
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Seconds += seconds;
        double fitting = seconds > 0 ? steps * TargetSeconds / seconds : Limit;

        // A single slow call may have been the machine's fault: go down by a half at once, up by doubling.
        interval = (int)Math.Clamp(fitting, Math.Max(1, interval / 2), Math.Min(Limit, interval * 2));
    }
}
