using AdjointKit.Arrays;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops;

/// <content>
/// Keeping to a byte budget where steps turn out larger than they were planned: a step written in ops may record other ops every time, and the size of its record is known when
/// it has run. What is left is then planned anew with the larger size, from the snapshots that are there.
/// </content>
public sealed partial class LoopRun
{
    // The snapshots that may be needed yet, of a step that holds its records itself.
    private readonly List<(long Step, long Address)> held = [];
    private readonly long? budget;
    private long peakBytes;

    /// <summary>The bytes that snapshots leave to records.</summary>
    private long Room => budget is long bytes ? bytes - Memory.Bytes : long.MaxValue;

    private void NotePeak() => peakBytes = Math.Max(peakBytes, Memory.Bytes + step.HeldBytes);

    private void Store(long at, long address)
    {
        if (budget is long bytes && Memory.Bytes + Plan.Sizes.SnapshotStride + step.SpareBytes > bytes) step.TrimSpare();
        Memory.Store(step, address);
        if (!step.KeepsRecords) return;
        held.Add((at, address));
        NotePeak();
    }

    /// <summary>Gives up the snapshots of the steps from one on: nobody comes back to them.</summary>
    private void GiveUp(long from)
    {
        while (held.Count > 0 && held[^1].Step >= from)
        {
            Memory.Free(held[^1].Address);
            held.RemoveAt(held.Count - 1);
        }
    }

    /// <summary>Whether the records of a row of steps up to <paramref name="reached"/> take more than there is, or will with the next one.</summary>
    private bool IsFull(long reached, long end) => step.HeldBytes > Room || (reached < end && budget is not null && step.HeldBytes + step.LargestRecord > Room);

    private bool IsLargerThan(LoopSizes sizes) => budget is not null && step.KeepsRecords && step.LargestRecord > sizes.RecordStride;

    /// <summary>Goes on with a plan for larger steps; the live state stands before the step <paramref name="live"/>.</summary>
    private void Adapt(long live)
    {
        LoopSizes sizes = Grown(Plan.Sizes);
        (long, long)[] before = [.. held];
        LoopOperation[] rest = BinomialPlan.OfRest(held, live, remaining, sizes, budget!.Value);
        foreach ((_, long address) in before.Except(held)) Memory.Free(address);
        plan = BinomialPlan.OfLength(Plan.Steps, sizes, budget.Value);
        operations = rest;
        next = 0;
    }

    /// <summary>The size of steps to plan with from now on: more than was seen, so that there are few plans.</summary>
    private LoopSizes Grown(LoopSizes sizes)
    {
        long largest = step.LargestRecord;
        long most = budget!.Value / LoopSizes.Aligned(1) * LoopSizes.Aligned(1);
        if (largest > most || sizes.RecordStride >= most) throw new InsufficientBudgetException("the record of the largest step of a loop", largest, budget.Value, budget.Value);
        return sizes with { RecordStride = LoopSizes.Aligned(Math.Min(most, Math.Max(largest + (largest / 8), sizes.RecordStride + (sizes.RecordStride / 4)))) };
    }
}
