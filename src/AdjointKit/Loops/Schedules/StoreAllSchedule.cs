using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>The record of every step is kept.</summary>
internal sealed record StoreAllSchedule : Schedule
{
    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account) =>
        LoopPlan.From(steps, sizes, LoopPlan.StoreAllOperations(steps));

    internal override OnlineSnapshots? Online(LoopSizes sizes, MemoryAccount account) => sizes.KeepsRecords
        ? null
        : throw new NotSupportedException("A loop whose length is not known cannot set memory for all its records aside: give it a byte budget.");
}
