namespace AdjointKit.Loops.Schedules;

/// <summary>The bytes that one snapshot and one record take in memory, each rounded up to whole cache lines.</summary>
internal readonly record struct LoopSizes(long SnapshotStride, long RecordStride)
{
    private const long Line = 64;

    internal static LoopSizes Of(LoopStep step)
    {
        long snapshot = 0;
        for (int index = 0; index < step.StateCount; index++) snapshot += Aligned(step.State(index).Bytes);
        return new LoopSizes(Math.Max(Line, snapshot), Aligned(step.RecordBytes));
    }

    internal static long Aligned(long bytes) => checked((bytes + (Line - 1)) & ~(Line - 1));
}
