using System.Diagnostics;
using AdjointKit.Runs;

namespace AdjointKit.Waves.Acoustic;

/// <summary>Puts the progress of one pass of one shot into that of all: the share of the work that is done, the time it took and the time that is left.</summary>
internal sealed class ShotProgress(IProgress<RunProgress>? target, string activity, int shots, int passes)
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>The progress of one pass; null where nobody listens.</summary>
    internal IProgress<RunProgress>? Pass(int shot, int pass) => target is null ? null : new PassProgress(this, (shot * passes) + pass);

    private void Report(int passesDone, RunProgress inner)
    {
        double share = (passesDone + (inner.Total > 0 ? (double)inner.Done / inner.Total : 0)) / ((double)shots * passes);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        TimeSpan? remaining = share > 0.005 ? elapsed * ((1 - share) / share) : null;
        target?.Report(new RunProgress(activity, (passesDone * inner.Total) + inner.Done, (long)shots * passes * inner.Total, "steps", elapsed, remaining));
    }

    private sealed class PassProgress(ShotProgress owner, int passesDone) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => owner.Report(passesDone, value);
    }
}
