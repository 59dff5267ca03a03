using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops;

/// <summary>What a loop is going to do: how often steps run again, and what it keeps. Immutable; one plan may serve many runs at once.</summary>
public sealed class LoopPlan
{
    private LoopPlan(long steps, LoopSizes sizes, IReadOnlyList<LoopOperation> operations)
    {
        Steps = steps;
        Sizes = sizes;
        Operations = [.. operations];
        foreach (LoopOperation operation in Operations) Count(operation);
    }

    /// <summary>The number of steps of the loop.</summary>
    public long Steps { get; }

    /// <summary>The forward step executions of the run and the sweep together.</summary>
    public long ForwardSteps { get; private set; }

    /// <summary>The step executions beyond the first run.</summary>
    public long RecomputedSteps => ForwardSteps - Steps;

    /// <summary>The bytes of snapshots and records that are held at one time.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many times the live state is copied to a snapshot.</summary>
    public long SnapshotsStored { get; private set; }

    /// <summary>How many times a snapshot is copied back.</summary>
    public long SnapshotsRestored { get; private set; }

    internal LoopSizes Sizes { get; }

    /// <summary>The bytes of the loop's own memory: without the records that lie with the step.</summary>
    internal long MemoryBytes { get; private set; }

    /// <summary>The folder of the file that is the loop's memory; none: it lies in memory.</summary>
    internal string? Folder { get; init; }

    /// <summary>The bytes for snapshots and records; none: no bound.</summary>
    internal long? Budget { get; init; }

    internal LoopOperation[] Operations { get; }

    /// <summary>Whether all that the sweep needs is there after the first run, and still there after a sweep.</summary>
    internal bool KeepsEverything => SnapshotsStored == 0 && RecomputedSteps == 0;

    /// <summary>The expected time of run and sweep.</summary>
    /// <param name="forwardStepSeconds">The time of one forward step, in s.</param>
    /// <param name="adjointStepSeconds">The time of one adjoint step, in s.</param>
    public double PredictedSeconds(double forwardStepSeconds, double adjointStepSeconds) => ForwardSteps * forwardStepSeconds + Steps * adjointStepSeconds;

    /// <summary>The expected time of run and sweep, relative to keeping everything.</summary>
    /// <param name="adjointToForward">How much longer an adjoint step takes than a forward step.</param>
    public double PredictedTimeRatio(double adjointToForward = 2) => Steps == 0 ? 1 : PredictedSeconds(1, adjointToForward) / (Steps * (1 + adjointToForward));

    /// <summary>The plan in one line.</summary>
    public override string ToString() =>
        $"{Steps} steps, {RecomputedSteps} recomputed, {Bytes / 1e6:0.###} MB of snapshots and records, {PredictedTimeRatio():0.00} times the time of keeping everything";

    internal static LoopPlan From(long steps, LoopSizes sizes, IReadOnlyList<LoopOperation> operations, string? folder = null, long? budget = null) =>
        new(steps, sizes, operations) { Folder = folder, Budget = budget };

    internal static LoopOperation[] StoreAllOperations(long steps) =>
    [
        new(LoopOperationKind.Initialize, 0, 0, 0),
        new(LoopOperationKind.Record, 0, steps, 0),
        new(LoopOperationKind.Reverse, 0, steps, 0),
    ];

    private void Count(LoopOperation operation)
    {
        switch (operation.Kind)
        {
            case LoopOperationKind.Advance:
                ForwardSteps += operation.To - operation.From;
                break;
            case LoopOperationKind.Record:
                ForwardSteps += operation.To - operation.From;
                Bytes = Math.Max(Bytes, checked(operation.Address + (operation.To - operation.From) * Sizes.RecordStride));
                if (!Sizes.KeepsRecords) MemoryBytes = Math.Max(MemoryBytes, Bytes);
                break;
            case LoopOperationKind.Store:
                SnapshotsStored++;
                Bytes = Math.Max(Bytes, operation.Address + Sizes.SnapshotStride);
                MemoryBytes = Math.Max(MemoryBytes, operation.Address + Sizes.SnapshotStride);
                break;
            case LoopOperationKind.Restore:
                SnapshotsRestored++;
                break;
        }
    }
}
