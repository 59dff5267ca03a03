namespace AdjointKit.Loops;

/// <summary>What a loop did.</summary>
/// <param name="Steps">The number of steps of the loop.</param>
/// <param name="ForwardSteps">The forward steps that were executed.</param>
/// <param name="AdjointSteps">The adjoint steps that were executed.</param>
/// <param name="RecomputedSteps">The forward steps that were executed beyond the first time.</param>
/// <param name="Bytes">The most bytes of snapshots and records that were held at one time.</param>
/// <param name="ForwardSeconds">The time of the forward runs, in s.</param>
/// <param name="BackwardSeconds">The time of the adjoint sweeps with their recomputations, in s.</param>
/// <param name="PredictedSeconds">What the plan predicts for run and sweep from the time of a forward step in the first run and of an adjoint step in the sweep, in s; 0 before the sweep's end.</param>
public readonly record struct LoopReport(long Steps, long ForwardSteps, long AdjointSteps, long RecomputedSteps, long Bytes, double ForwardSeconds, double BackwardSeconds, double PredictedSeconds)
{
    /// <summary>The time of everything, in s.</summary>
    public double Seconds => ForwardSeconds + BackwardSeconds;

    /// <summary>The report in one line.</summary>
    public override string ToString() =>
        $"{ForwardSteps} forward steps ({RecomputedSteps} recomputed), {AdjointSteps} adjoint steps, {Bytes / 1e6:0.###} MB of snapshots and records, {Seconds:0.###} s, predicted {PredictedSeconds:0.###} s";
}
