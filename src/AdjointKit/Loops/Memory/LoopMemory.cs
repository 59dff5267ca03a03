using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops.Schedules;
using AdjointKit.Loops.Steps;

namespace AdjointKit.Loops.Memory;

/// <summary>The memory of a loop, in which the plan places snapshots and records by address: where the live state lies, and in host memory what does not fit there.</summary>
internal abstract class LoopMemory : IDisposable
{
    private protected LoopMemory(long bytes) => Bytes = bytes;

    /// <summary>The bytes that it takes now.</summary>
    internal virtual long Bytes { get; }

    /// <summary>Makes the memory of a planned loop where its step's live state lies, charged to an account.</summary>
    internal static LoopMemory For(LoopStep step, LoopPlan plan, MemoryAccount? account, ThreadTeam? team) =>
        For(step, plan.MemoryBytes, plan.Sizes, plan.Folder, unbounded: false, account, team);

    /// <summary>Makes the memory of a loop of unknown length.</summary>
    internal static LoopMemory For(LoopStep step, OnlineSnapshots snapshots, MemoryAccount? account, ThreadTeam? team) =>
        For(step, snapshots.Folder is null ? snapshots.MemoryBytes : 0, snapshots.Sizes, snapshots.Folder, unbounded: true, account, team);

    private static LoopMemory For(LoopStep step, long bytes, LoopSizes sizes, string? folder, bool unbounded, MemoryAccount? account, ThreadTeam? team)
    {
        if (folder is null && step is TapeStep written) return new SnapshotMemory(written, sizes.SnapshotStride);
        bool onDevice = step.StateCount > 0 && !step.State(0).Device.IsHost;
        long recordStride = sizes.KeepsRecords ? 0 : sizes.RecordStride;
        if (folder is not null && onDevice) throw new NotSupportedException("A loop on a device does not keep its records on disk: give it a byte budget.");
        if (folder is not null) return new DiskLoopMemory(folder, bytes, recordStride, unbounded, account);
        return onDevice ? new DeviceLoopMemory(step.State(0).Storage.Pool!, bytes, sizes.SnapshotStride, recordStride, account) : new HostLoopMemory(bytes, account, team);
    }

    public abstract void Dispose();

    /// <summary>Copies the live state to an address.</summary>
    internal abstract void Store(LoopStep step, long address);

    /// <summary>Copies the snapshot at an address to the live state.</summary>
    internal abstract void Restore(LoopStep step, long address);

    /// <summary>Gives up the snapshot at an address, if there is one.</summary>
    internal virtual void Free(long address)
    {
    }

    /// <summary>The record at an address, for the step to write or, with <paramref name="load"/>, to read.</summary>
    internal abstract RawArray Record(long address, long bytes, bool load);

    /// <summary>How many records from an address on, at most <paramref name="wanted"/>, can be handed out at one time.</summary>
    internal virtual int Together(long address, long stride, int wanted) => wanted;

    /// <summary>Keeps the record at an address that the step has written.</summary>
    internal virtual void Keep(long address, long bytes)
    {
    }
}
