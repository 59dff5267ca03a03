using System.Diagnostics;
using AdjointKit.Runs;

namespace AdjointKit.Loops;

/// <summary>Counts steps, reports them a few times per second, and looks at the cancellation.</summary>
internal struct LoopProgress
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);
    private readonly string activity;
    private readonly long total;
    private readonly string unit;
    private readonly IProgress<RunProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly long began;
    private long done;
    private long reported;

    /// <summary>The clock starts.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="total">How many steps there are; 0 where nobody knows.</param>
    /// <param name="progress">Who is told.</param>
    /// <param name="cancellation">Looked at after every step.</param>
    /// <param name="unit">What is counted.</param>
    internal LoopProgress(string activity, long total, IProgress<RunProgress>? progress, CancellationToken cancellation, string unit = "steps")
    {
        this.unit = unit;
        this.activity = activity;
        this.total = total;
        this.progress = progress;
        this.cancellation = cancellation;
        began = Stopwatch.GetTimestamp();
        reported = began;
        cancellation.ThrowIfCancellationRequested();
    }

    internal readonly TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    internal void Add(long steps)
    {
        done += steps;
        cancellation.ThrowIfCancellationRequested();
        if (progress is null || Stopwatch.GetElapsedTime(reported) < ReportInterval) return;
        reported = Stopwatch.GetTimestamp();
        Report();
    }

    internal readonly void Finish()
    {
        if (progress is not null) Report();
    }

    private readonly void Report()
    {
        TimeSpan elapsed = Elapsed;
        TimeSpan? remaining = done > 0 && total > 0 ? elapsed * ((double)(total - done) / done) : null;
        progress!.Report(new RunProgress(activity, done, total, unit, elapsed, remaining));
    }
}
