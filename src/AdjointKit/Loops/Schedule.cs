using AdjointKit.Arrays;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops;

/// <summary>
/// What of the past a loop keeps: the choice between memory and recomputation. Whatever is chosen, the results have the same bits; but for
/// <see cref="Truncated"/>, which is an approximation.
/// </summary>
/// <remarks>All but <see cref="StoreAll"/> run steps again in the sweep: a step must do the same each time (<see cref="LoopBody"/>).</remarks>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>Keeps the record of every step: no step runs twice.</summary>
    public static Schedule StoreAll { get; } = new StoreAllSchedule();

    /// <summary>Uses the bytes that are left in the memory account of the computation, as <see cref="ByteBudget"/> does; without a limit there it keeps everything.</summary>
    public static Schedule WithinAccount { get; } = new ByteBudgetSchedule(null);

    /// <summary>
    /// Keeps at most so many bytes: restart snapshots and step records mixed, such that the fewest steps run again (J. Maddison, "Step-based
    /// checkpointing with high-level algorithmic differentiation", Journal of Computational Science 82, 2024). The size of a record is that of the first step; where a later one
    /// turns out larger, what is left is planned anew, and the budget is exceeded by no more than the step that was not foreseen.
    /// </summary>
    /// <param name="bytes">The bytes for snapshots and records together; at least one record.</param>
    public static Schedule ByteBudget(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new ByteBudgetSchedule(bytes);
    }

    /// <summary>
    /// Keeps what the sweep needs in a file of a folder, removed when the run is disposed: of a fused step the record of every step; of steps written in ops the state every
    /// few steps, from which they run again once. For states in host memory.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    public static Schedule Disk(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new DiskSchedule(folder);
    }

    /// <summary>
    /// Truncated back-propagation through time: after every <paramref name="k1"/> steps their losses are taken back through the last <paramref name="k2"/> steps, and the state
    /// before those counts as a constant (R. J. Williams and J. Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", 1990). An
    /// approximation of the gradient; tangents are not truncated.
    /// </summary>
    /// <param name="k1">The steps from one window to the next.</param>
    /// <param name="k2">The steps of a window, at least <paramref name="k1"/>.</param>
    public static Schedule Truncated(int k1, int k2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(k2, k1);
        return new TruncatedSchedule(k1, k2);
    }

    /// <summary>Plans a loop of known length.</summary>
    internal abstract LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account);

    /// <summary>What a loop of unknown length keeps as it goes; none: everything.</summary>
    internal abstract OnlineSnapshots? Online(LoopSizes sizes, MemoryAccount account);
}
