using AdjointKit.Autodiff;
using AdjointKit.Loops.Steps;

namespace AdjointKit.Loops;

/// <summary>What a loop on a tape gave.</summary>
public sealed class LoopResult
{
    private readonly LoopRecord? record;

    internal LoopResult(LoopFunction function, Var[] results)
    {
        record = function.Record;
        State = results[..function.States];
        Outputs = results[function.States..];
        Steps = function.StepsDone;
    }

    /// <summary>The state after the last step.</summary>
    public IReadOnlyList<Var> State { get; }

    /// <summary>The outputs of all steps, stacked along a new first axis.</summary>
    public IReadOnlyList<Var> Outputs { get; }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; }

    /// <summary>What the loop keeps for a backward sweep and computes again in it; none where no derivative can pass through it. Where a step was larger than planned, the plan is the one made then.</summary>
    public LoopPlan? Plan => record?.Run.Plan;

    /// <summary>What was done up to now; after a backward sweep that is in it.</summary>
    public LoopReport? Report => record?.Run.Report;
}
