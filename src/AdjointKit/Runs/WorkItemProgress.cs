using System.Diagnostics;

namespace AdjointKit.Runs;

/// <summary>The progress of many items from what is committed and what the running ones report. Rate and time left count what this process did.</summary>
internal sealed class WorkItemProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, double> running = [];
    private readonly string activity;
    private readonly string unit;
    private readonly int first;
    private readonly int count;
    private readonly IProgress<RunProgress>? target;
    private int committed;
    private long reported;

    internal WorkItemProgress(string activity, string unit, int first, int count, IProgress<RunProgress>? target)
    {
        this.activity = activity;
        this.unit = unit;
        this.first = first;
        this.count = count;
        this.target = target;
        committed = first;
    }

    /// <summary>Where an item reports; null where nobody listens.</summary>
    internal IProgress<RunProgress>? Of(int item) => target is null ? null : new ItemProgress(this, item);

    /// <summary>So many items are in the sum.</summary>
    internal void Committed(int items)
    {
        if (target is null) return;
        lock (gate)
        {
            committed = items;
            running.Remove(items - 1);
            Report();
        }
    }

    private void Running(int item, RunProgress inner)
    {
        lock (gate)
        {
            if (item < committed) return;
            running[item] = inner.Total > 0 ? Math.Clamp((double)inner.Done / inner.Total, 0, 1) : 0;
            if (Stopwatch.GetElapsedTime(reported) < Interval) return;
            Report();
        }
    }

    private void Report()
    {
        reported = Stopwatch.GetTimestamp();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        double share = committed - first;
        foreach (double part in running.Values) share += part;
        double left = count - first - share;
        TimeSpan? remaining = share > 0 ? elapsed * (Math.Max(0, left) / share) : null;
        target!.Report(new RunProgress(activity, committed, count, unit, elapsed, remaining) { Rate = share / elapsed.TotalSeconds });
    }

    private sealed class ItemProgress(WorkItemProgress owner, int item) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => owner.Running(item, value);
    }
}
