using System.Runtime.ExceptionServices;
using AdjointKit.Kernels;

namespace AdjointKit.Runs;

/// <summary>The workers of one run of work items: each takes the next item, computes it, and waits for its turn to commit.</summary>
internal sealed class WorkItemCrew<TResult> : ITeamWork
{
    private readonly IWorkItems<TResult> items;
    private readonly ResumableRun? run;
    private readonly WorkItemProgress progress;
    private readonly CancellationToken cancellation;
    private readonly object turnstile = new();
    private int next;
    private int turn;
    private int end;
    private bool sumIsWhole = true;

    internal WorkItemCrew(IWorkItems<TResult> items, int first, ResumableRun? run, WorkItemProgress progress, CancellationToken cancellation)
    {
        this.items = items;
        this.run = run;
        this.progress = progress;
        this.cancellation = cancellation;
        next = first;
        turn = first;
        end = items.Count;
    }

    /// <summary>The exception of the first item that failed; null: none did.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Whether every item is in the sum.</summary>
    internal bool IsComplete => turn == items.Count;

    /// <inheritdoc/>
    public void Execute(int part, int parts)
    {
        while (!cancellation.IsCancellationRequested && TryTake(out int item))
        {
            try
            {
                TResult result = items.Compute(item, progress.Of(item), cancellation);
                if (!TryCommit(item, result)) (result as IDisposable)?.Dispose();
            }
            catch (Exception failure)
            {
                Stop(item, failure);
            }
        }
    }

    /// <summary>Saves what was committed since the last save, where the run does not go on to its end.</summary>
    internal void SaveRest()
    {
        if (run is not null && sumIsWhole && turn > run.Saved) run.Save(turn, items);
    }

    private bool TryTake(out int item)
    {
        lock (turnstile)
        {
            item = next;
            if (next >= end) return false;
            next++;
            return true;
        }
    }

    /// <summary>Waits until all items before this one are committed; false if one of them failed.</summary>
    private bool TryCommit(int item, TResult result)
    {
        lock (turnstile)
        {
            while (turn < item && item < end) Monitor.Wait(turnstile);
            if (item >= end) return false;
            sumIsWhole = false;
            items.Commit(item, result);
            sumIsWhole = true;
            turn++;
            Monitor.PulseAll(turnstile);
            if (turn < items.Count) run?.SaveWhenDue(turn, items);
            progress.Committed(turn);
            return true;
        }
    }

    /// <summary>No item from this one on will be committed.</summary>
    private void Stop(int item, Exception failure)
    {
        lock (turnstile)
        {
            if (item >= end) return;
            end = item;
            Failure = ExceptionDispatchInfo.Capture(failure);
            Monitor.PulseAll(turnstile);
        }
    }
}
