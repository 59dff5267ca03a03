using System.Diagnostics;

namespace AdjointKit.Kernels;

/// <summary>
/// How one thread waits for the others: it spins, since on a quiet machine the answer comes within a fraction of a microsecond; it yields, since
/// somebody may need the processor; it sleeps until woken. A yield that took long says that the machine is busy: then yielding gives away whole time
/// slices, while a sleeper is run at once when it is woken, so for a while this thread sleeps right after spinning.
/// </summary>
/// <remarks>
/// The sleeper announces itself, looks once more whether there is a reason to stay awake,
/// and sleeps; a waker signals an announced sleeper exactly once, so that runs that go on without a late sleeper pay for one wake-up, not for one each.
/// No lock is held by either while the other may need it.
/// </remarks>
internal sealed class Parking : IDisposable
{
    // One round of spinning takes about 30 ns.
    private const int SpinRounds = 400;
    private const int YieldRounds = 200;
    private const double SlowYieldMicroseconds = 50;
    private const int WaitsWithoutYield = 100;

    private readonly AutoResetEvent signal = new(initialState: false);
    private int announced;
    private int waitsWithoutYield;
    private bool crowded;

    public void Dispose() => signal.Dispose();

    /// <summary>Whether somebody else had the processor of this thread while it waited, since this was last asked. Only for the thread that waits here.</summary>
    internal bool TakeCrowded()
    {
        bool was = crowded;
        crowded = false;
        return was;
    }

    /// <summary>The next wait yields again, to see whether the machine is still busy.</summary>
    internal void Forget() => waitsWithoutYield = 0;

    /// <summary>Spins or yields; false when it is time to sleep. Only for the thread that waits here.</summary>
    internal bool Pause(int round)
    {
        if (round < SpinRounds)
        {
            Thread.SpinWait(1);
            return true;
        }

        if (round >= SpinRounds + YieldRounds) return false;
        if (waitsWithoutYield > 0)
        {
            waitsWithoutYield--;
            return false;
        }

        long began = Stopwatch.GetTimestamp();
        Thread.Yield();
        NoteYield(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        return true;
    }

    /// <summary>A yield gave the processor away for this long.</summary>
    internal void NoteYield(double microseconds)
    {
        if (microseconds <= SlowYieldMicroseconds) return;
        waitsWithoutYield = WaitsWithoutYield;
        crowded = true;
    }

    /// <summary>Announces that this thread is about to sleep. <see cref="Cancel"/> or <see cref="Wait"/> must follow.</summary>
    internal void Prepare() => Interlocked.Exchange(ref announced, 1);

    /// <summary>Stays awake after all.</summary>
    internal void Cancel()
    {
        // A waker that saw the announcement has signalled or is about to: take its signal, or the next sleep would be none.
        if (Interlocked.Exchange(ref announced, 0) == 0) signal.WaitOne();
    }

    /// <summary>Sleeps until woken.</summary>
    internal void Wait() => signal.WaitOne();

    /// <summary>Wakes the sleeper if there is one. The caller's own news must be visible before (a full fence).</summary>
    internal void Wake()
    {
        if (Volatile.Read(ref announced) != 0 && Interlocked.Exchange(ref announced, 0) != 0) signal.Set();
    }
}
