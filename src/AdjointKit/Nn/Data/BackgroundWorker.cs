using System.Runtime.ExceptionServices;

namespace AdjointKit.Nn;

/// <summary>Does one piece of work again and again on a thread of its own, without allocation.</summary>
internal sealed class BackgroundWorker : IDisposable
{
    private readonly object gate = new();
    private readonly Action work;
    private readonly Thread thread;
    private bool isBusy;
    private bool ends;
    private ExceptionDispatchInfo? failure;

    internal BackgroundWorker(Action work)
    {
        this.work = work;
        thread = new Thread(Run) { IsBackground = true, Name = "batches" };
        thread.Start();
    }

    /// <summary>Ends the thread, when it has done what it is at.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ends = true;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    /// <summary>Begins the work; the last one is done.</summary>
    internal void Start()
    {
        lock (gate)
        {
            isBusy = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until the work is done, and throws what it threw.</summary>
    internal void Wait()
    {
        lock (gate)
        {
            while (isBusy) Monitor.Wait(gate);
            failure?.Throw();
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (gate)
            {
                while (!isBusy && !ends) Monitor.Wait(gate);
                if (ends) return;
            }

            try
            {
                work();
            }
            catch (Exception thrown)
            {
                // It is the caller's: told by Wait.
                failure = ExceptionDispatchInfo.Capture(thrown);
            }

            lock (gate)
            {
                isBusy = false;
                Monitor.PulseAll(gate);
            }
        }
    }
}
