using AdjointKit.Arrays;

namespace AdjointKit.Loops.Schedules;

/// <summary>Records, or the states from which they can be made again, lie in a file.</summary>
internal sealed record DiskSchedule(string Folder) : Schedule
{
    /// <summary>The memory for the records of a group that is made again.</summary>
    private const long GroupBytes = 16 << 20;
    private const long LargestGroup = 1024;

    internal override LoopPlan Plan(long steps, LoopSizes sizes, MemoryAccount account)
    {
        if (!sizes.KeepsRecords) return LoopPlan.From(steps, sizes, LoopPlan.StoreAllOperations(steps), Folder);
        long group = Group(sizes);
        OnlineSnapshots states = OnlineSnapshots.InFile(sizes, group, Folder);
        states.Restart();
        for (long step = group; step < steps; step += group) states.Wants(step, out _);
        return states.Finish(steps, out _);
    }

    internal override OnlineSnapshots Online(LoopSizes sizes, MemoryAccount account) => OnlineSnapshots.InFile(sizes, Group(sizes), Folder);

    private static long Group(LoopSizes sizes) => Math.Clamp(GroupBytes / Math.Max(1, sizes.RecordStride), 1, LargestGroup);
}
