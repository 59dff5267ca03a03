using AdjointKit.Arrays;
using AdjointKit.Kernels;

namespace AdjointKit.Loops.Memory;

/// <summary>The memory of a loop, in which the plan places snapshots and records by address: where the live state lies, and in host memory what does not fit there.</summary>
internal abstract class LoopMemory : IDisposable
{
    private protected LoopMemory(long bytes) => Bytes = bytes;

    internal long Bytes { get; }

    /// <summary>Makes the memory where a step's live state lies, charged to an account.</summary>
    internal static LoopMemory For(LoopStep step, LoopPlan plan, MemoryAccount? account, ThreadTeam? team)
    {
        bool onDevice = step.StateCount > 0 && !step.State(0).Device.IsHost;
        return onDevice ? new DeviceLoopMemory(step.State(0).Storage.Pool!, plan, account) : new HostLoopMemory(plan.Bytes, account, team);
    }

    public abstract void Dispose();

    /// <summary>Copies the live state to an address.</summary>
    internal abstract void Store(LoopStep step, long address);

    /// <summary>Copies the snapshot at an address to the live state.</summary>
    internal abstract void Restore(LoopStep step, long address);

    /// <summary>The record at an address, for the step to write or, with <paramref name="load"/>, to read.</summary>
    internal abstract RawArray Record(long address, long bytes, bool load);

    /// <summary>How many records from an address on, at most <paramref name="wanted"/>, can be handed out at one time.</summary>
    internal virtual int Together(long address, long stride, int wanted) => wanted;

    /// <summary>Keeps the record at an address that the step has written.</summary>
    internal virtual void Keep(long address, long bytes)
    {
    }
}
