using System.Diagnostics;

namespace AdjointKit.Cli.Progress;

/// <summary>Progress as plain lines, one every few seconds: "rtm: 12 of 40 shots (30 %), 1.3 shots/s, 21 s left".</summary>
internal sealed class PlainLines(TextWriter error, string title, string unit) : IProgressReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan next = Interval;
    private double first = -1;
    private double last;
    private double whole;

    public void Report(double done, double total)
    {
        lock (turn)
        {
            // A resumed run starts in the middle: the rate counts what this run did.
            if (first < 0) first = done;
            last = done;
            whole = total;
            if (watch.Elapsed < next || done >= total) return;
            next = watch.Elapsed + Interval;
            double rate = (done - first) / watch.Elapsed.TotalSeconds;
            string left = rate > 0 ? $", {Rate(rate)} {unit}/s, {Math.Ceiling((total - done) / rate):0} s left" : "";
            error.WriteLine($"{title}: {Count(done)} of {Count(total)} {unit} ({100 * done / total:0} %){left}");
        }
    }

    /// <summary>The closing line of a run that took long enough to have said something.</summary>
    internal void Finish()
    {
        if (watch.Elapsed < Interval || whole <= 0) return;
        error.WriteLine($"{title}: {Count(last)} of {Count(whole)} {unit} in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>Three digits, whatever the size.</summary>
    internal static string Rate(double rate) => rate >= 100 ? $"{rate:0}" : rate >= 10 ? $"{rate:0.0}" : $"{rate:0.00}";

    private static string Count(double count) => $"{Math.Floor(count):0}";
}
