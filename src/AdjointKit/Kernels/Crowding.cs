using System.Diagnostics;

namespace AdjointKit.Kernels;

/// <summary>
/// How long the caller of a team of two on two processors does everything itself, after others had its processor while it waited: each thread of the team then has half a processor and waits for the other, whose time slice may be
/// over in the middle of a part, while one thread alone has two thirds and waits for nobody. Short at first, for a single hold-up says little; twice as long each time that it comes again at once.
/// </summary>
internal struct Crowding
{
    private static readonly long First = Stopwatch.Frequency / 100;
    private static readonly long Longest = Stopwatch.Frequency / 5;
    private static readonly long AtOnce = Stopwatch.Frequency / 50;

    // Well above the time slices that a short run may lose to others.
    private static readonly long Long = Stopwatch.Frequency / 50;

    private long until;
    private long length;
    private long ended;
    private long notBefore;

    /// <summary>Whether there is a time to look at the clock for.</summary>
    internal readonly bool HasBegun => until != 0;

    /// <summary>Whether it goes on.</summary>
    /// <param name="now">The time, <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal bool GoesOn(long now)
    {
        if (now < until) return true;
        (ended, until) = (until, 0);
        return false;
    }

    /// <summary>Others had the processor.</summary>
    /// <param name="now">The time, <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal void Begin(long now)
    {
        if (now < notBefore) return;
        if (now < until) ended = now;
        length = length > 0 && now - ended < AtOnce ? Math.Min(2 * length, Longest) : First;
        until = Math.Max(until, now + length);
    }

    /// <summary>A run was done by the caller alone: after a long one, which two threads would have done sooner, runs are shared for a second whatever comes.</summary>
    /// <param name="began">When it began.</param>
    /// <param name="now">The time.</param>
    internal void Ran(long began, long now)
    {
        if (now - began < Long) return;
        until = 0;
        notBefore = now + Stopwatch.Frequency;
    }
}
