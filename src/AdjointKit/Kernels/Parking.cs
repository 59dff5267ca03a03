namespace AdjointKit.Kernels;

/// <summary>
/// The place where one thread sleeps until another wakes it. The sleeper announces itself, looks once more whether there is a reason to stay awake,
/// and sleeps; a waker signals an announced sleeper exactly once, so that runs that go on without a late sleeper pay for one wake-up, not for one each.
/// No lock is held by either while the other may need it.
/// </summary>
internal sealed class Parking : IDisposable
{
    private readonly AutoResetEvent signal = new(initialState: false);
    private int announced;

    public void Dispose() => signal.Dispose();

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
