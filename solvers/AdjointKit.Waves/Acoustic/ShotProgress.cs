using System.Diagnostics;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Waves.Acoustic;

/// <summary>Puts the progress of one pass of one shot into that of all: the steps that are done, the time they took and the time that is left.</summary>
/// <param name="target">Who is told; null: nobody.</param>
/// <param name="activity">What is being done.</param>
/// <param name="shots">The number of shots.</param>
/// <param name="passes">The passes of a shot: 0, 2, ... run forward, 1, 3, ... backward.</param>
internal sealed class ShotProgress(IProgress<RunProgress>? target, string activity, int shots, int passes)
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>The progress of one pass; null where nobody listens.</summary>
    /// <param name="shot">The shot's number.</param>
    /// <param name="pass">The pass within the shot.</param>
    /// <param name="plan">The plan of a shot's loop: a backward pass counts the steps that it runs again.</param>
    internal IProgress<RunProgress>? Pass(int shot, int pass, LoopPlan plan)
    {
        if (target is null) return null;
        long before = (shot * StepsOf(passes, plan)) + StepsOf(pass, plan);
        return new PassProgress(this, before, shots * StepsOf(passes, plan));
    }

    /// <summary>The steps of a shot's first passes.</summary>
    private static long StepsOf(int passes, LoopPlan plan) => ((passes + 1) / 2 * plan.Steps) + (passes / 2 * plan.ForwardSteps);

    private void Report(long done, long total)
    {
        double share = (double)done / total;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        TimeSpan? remaining = share > 0.005 ? elapsed * ((1 - share) / share) : null;
        target?.Report(new RunProgress(activity, done, total, "steps", elapsed, remaining));
    }

    private sealed class PassProgress(ShotProgress owner, long before, long total) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => owner.Report(before + value.Done, total);
    }
}
