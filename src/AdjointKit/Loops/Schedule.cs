using AdjointKit.Arrays;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops;

/// <summary>What of the past a loop keeps: the choice between memory and recomputation. Whatever is chosen, the results have the same bits.</summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>Keeps the record of every step: no step runs twice.</summary>
    public static Schedule StoreAll { get; } = new StoreAllSchedule();

    /// <summary>Uses the bytes that are left in the memory account of the computation; without a limit there it keeps everything.</summary>
    public static Schedule WithinAccount { get; } = new ByteBudgetSchedule(null);

    /// <summary>
    /// Keeps at most so many bytes: restart snapshots and step records mixed, such that the fewest steps run again (J. Maddison, "Step-based
    /// checkpointing with high-level algorithmic differentiation", Journal of Computational Science 82, 2024).
    /// </summary>
    /// <param name="bytes">The bytes for snapshots and records together; at least one record.</param>
    public static Schedule ByteBudget(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new ByteBudgetSchedule(bytes);
    }

    /// <summary>Plans a loop of known length.</summary>
    internal abstract LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account);
}
