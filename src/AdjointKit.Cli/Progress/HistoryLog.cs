using AdjointKit.Waves;

namespace AdjointKit.Cli.Progress;

/// <summary>Says before a run what is kept for the backward sweep and what is computed again, and sums up afterwards what was done.</summary>
internal sealed class HistoryLog(Action<string> say) : IProgress<ShotHistory>
{
    private readonly Lock turn = new();
    private string? said;
    private int shots;
    private long forwardSteps;
    private long adjointSteps;
    private long bytes;
    private double seconds;

    internal long RecomputedSteps { get; private set; }

    /// <summary>What the plans predict from the measured cost of a forward and an adjoint step.</summary>
    internal double PredictedSeconds { get; private set; }

    /// <summary>What was done, in one line; null where no backward sweep needed a history.</summary>
    internal string? Truth
    {
        get
        {
            lock (turn)
            {
                return shots == 0
                    ? null
                    : $"history: {forwardSteps} forward steps ({RecomputedSteps} recomputed) and {adjointSteps} adjoint steps in {seconds:0.0} s, predicted {PredictedSeconds:0.0} s; {bytes / 1e6:0.0} MB of snapshots and records";
            }
        }
    }

    public void Report(ShotHistory value)
    {
        lock (turn)
        {
            if (value.Report is not { } done)
            {
                // Shots of equal sizes have one plan; it is said once.
                string plan = $"history: plan for a shot: {value.Plan}";
                if (plan == said) return;
                said = plan;
                say(plan);
                return;
            }

            shots++;
            forwardSteps += done.ForwardSteps;
            adjointSteps += done.AdjointSteps;
            RecomputedSteps += done.RecomputedSteps;
            bytes = Math.Max(bytes, done.Bytes);
            seconds += done.Seconds;
            PredictedSeconds += done.PredictedSeconds;
        }
    }
}
