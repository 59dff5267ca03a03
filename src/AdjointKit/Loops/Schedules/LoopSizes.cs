namespace AdjointKit.Loops.Schedules;

/// <summary>
/// The bytes that one snapshot and one record take in memory, each rounded up to whole cache lines, and whether the records lie with the step
/// and not in the loop's memory.
/// </summary>
internal readonly record struct LoopSizes(long SnapshotStride, long RecordStride, bool KeepsRecords = false)
{
    private const long Line = 64;

    internal static LoopSizes Of(LoopStep step)
    {
        long snapshot = 0;
        for (int index = 0; index < step.StateCount; index++) snapshot += Aligned(step.State(index).Bytes);
        return new LoopSizes(Math.Max(Line, snapshot), Aligned(step.RecordBytes), step.KeepsRecords);
    }

    internal static long Aligned(long bytes) => checked((bytes + (Line - 1)) & ~(Line - 1));
}
