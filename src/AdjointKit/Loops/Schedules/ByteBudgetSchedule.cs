using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>Snapshots and records share a number of bytes; null: what the account has left.</summary>
internal sealed record ByteBudgetSchedule(long? Bytes) : Schedule
{
    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account)
    {
        long budget = Bytes ?? account.Free;
        if (steps == 0 || sizes.RecordStride == 0 || budget / sizes.RecordStride >= steps) return StoreAll.Plan(steps, sizes, account);
        if (budget < sizes.RecordStride) throw new InsufficientBudgetException("the adjoint of a loop with one working record", sizes.RecordStride, budget, Bytes ?? account.Limit ?? budget);
        var mixed = new MixedCheckpointing(checked((int)steps), sizes.SnapshotStride, sizes.RecordStride, budget);
        return LoopPlan.From(steps, sizes, mixed.Compile());
    }
}
