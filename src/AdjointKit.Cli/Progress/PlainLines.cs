using System.Diagnostics;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Progress;

/// <summary>Progress as plain lines, one every few seconds: "rtm: 30 %, 12 of 40 shots, 1.30 shots/s, 21 s left".</summary>
internal sealed class PlainLines(TextWriter error, string title) : IProgress<RunProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan next = Interval;
    private RunProgress latest;

    public void Report(RunProgress value)
    {
        lock (turn)
        {
            latest = value;
            if (watch.Elapsed < next || (value.Total > 0 && value.Done >= value.Total)) return;
            next = watch.Elapsed + Interval;
            string share = value.Total > 0 ? $"{100.0 * value.Done / value.Total:0} %, " : "";
            error.WriteLine($"{title}: {share}{ProgressText.Of(value)}");
        }
    }

    /// <summary>The closing line of a run that took long enough to have said something.</summary>
    internal void Finish()
    {
        if (watch.Elapsed < Interval || latest.Unit is null) return;
        error.WriteLine($"{title}: {Math.Max(latest.Total, latest.Done)} {latest.Unit} in {watch.Elapsed.TotalSeconds:0.0} s");
    }
}
