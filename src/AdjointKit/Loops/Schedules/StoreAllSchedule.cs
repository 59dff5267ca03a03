using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>The record of every step is kept.</summary>
internal sealed record StoreAllSchedule : Schedule
{
    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account) =>
        LoopPlan.From(steps, sizes, LoopPlan.StoreAllOperations(steps));
}
