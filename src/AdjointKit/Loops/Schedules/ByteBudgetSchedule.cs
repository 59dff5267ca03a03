using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>Snapshots and records share a number of bytes; null: what the account has left.</summary>
internal sealed record ByteBudgetSchedule(long? Bytes) : Schedule
{
    /// <summary>Above this length the plan comes from a formula instead of a table: at most one repetition more, and no memory for planning.</summary>
    private const long LongLoop = 50_000;

    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account)
    {
        long budget = Budget(sizes, account);
        if (steps == 0 || sizes.RecordStride == 0 || budget / sizes.RecordStride >= steps) return LoopPlan.From(steps, sizes, LoopPlan.StoreAllOperations(steps), budget: budget);
        RequireOneRecord(sizes, account);
        if (steps > LongLoop) return BinomialPlan.OfLength(steps, sizes, budget);
        var mixed = new MixedCheckpointing(checked((int)steps), sizes.SnapshotStride, sizes.RecordStride, budget);
        return LoopPlan.From(steps, sizes, mixed.Compile(), budget: budget);
    }

    internal override OnlineSnapshots? Online(LoopSizes sizes, MemoryAccount account)
    {
        long budget = Budget(sizes, account);
        if (Bytes is null && account.Limit is null && sizes.KeepsRecords) return null;
        RequireOneRecord(sizes, account);
        return OnlineSnapshots.Within(sizes, budget);
    }

    /// <summary>Beside records that lie on a tape, the sweep needs memory of the same account for itself.</summary>
    private long Budget(LoopSizes sizes, MemoryAccount account) => Bytes ?? (sizes.KeepsRecords ? account.Free / 4 * 3 : account.Free);

    private void RequireOneRecord(LoopSizes sizes, MemoryAccount account)
    {
        long budget = Budget(sizes, account);
        if (budget < sizes.RecordStride) throw new InsufficientBudgetException("the adjoint of a loop with one working record", sizes.RecordStride, budget, Bytes ?? account.Limit ?? budget);
    }
}
