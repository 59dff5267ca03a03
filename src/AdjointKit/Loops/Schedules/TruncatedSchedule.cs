using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>Windows of K2 steps that end every K1 steps, each swept by itself from a kept state.</summary>
internal sealed record TruncatedSchedule(int K1, int K2) : Schedule
{
    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account)
    {
        var operations = new List<LoopOperation> { new(LoopOperationKind.Initialize, 0, 0, 0) };
        long windows = (steps + K1 - 1) / K1;
        var addresses = new Dictionary<long, long>();
        long at = 0;
        for (long window = 0; window < windows; window++)
        {
            long first = First(window, steps);
            if (first == 0 || addresses.ContainsKey(first)) continue;
            Add(LoopOperationKind.Advance, at, first, 0);
            addresses[first] = addresses.Count * sizes.SnapshotStride;
            Add(LoopOperationKind.Store, first, first, addresses[first]);
            at = first;
        }

        long records = addresses.Count * sizes.SnapshotStride;
        for (long window = windows - 1; window >= 0; window--)
        {
            long first = First(window, steps);
            long end = Math.Min(steps, (window + 1) * K1);

            // The first run ends with the records of the last window.
            if (window < windows - 1 && first == 0) Add(LoopOperationKind.Initialize, 0, 0, 0);
            else if (window < windows - 1) Add(LoopOperationKind.Restore, first, first, addresses[first]);
            Add(LoopOperationKind.Record, first, end, records);
            Add(LoopOperationKind.Cut, window * K1, end, 0);
            Add(LoopOperationKind.Reverse, first, end, records);
        }

        return LoopPlan.From(steps, sizes, operations);

        void Add(LoopOperationKind kind, long from, long to, long address) => operations.Add(new LoopOperation(kind, from, to, address));
    }

    internal override OnlineSnapshots Online(LoopSizes sizes, MemoryAccount account) =>
        throw new NotSupportedException("A truncated sweep needs the number of steps: use Scan, or another schedule.");

    private long First(long window, long steps) => Math.Max(0, Math.Min(steps, (window + 1) * K1) - K2);
}
