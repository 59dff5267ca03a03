using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Memory;

/// <summary>
/// The memory of a loop: one block in which the plan places snapshots and records. It is charged when it is made and touched when it is used, so a
/// loop that ends early takes no more pages than it wrote.
/// </summary>
internal sealed unsafe class LoopMemory : ITeamWork, IDisposable
{
    // Below this a copy is over before a second thread has begun.
    private const long SerialCopyBytes = 64 << 10;
    private const long PartBytes = 256 << 10;

    private readonly Storage? storage;
    private readonly int generation;
    private readonly ThreadTeam? team;
    private byte* source;
    private byte* destination;
    private long length;

    internal LoopMemory(long bytes, MemoryAccount? account, ThreadTeam? team)
    {
        this.team = team;
        Bytes = bytes;
        if (bytes == 0) return;
        storage = Storage.Rent(checked((nint)bytes), account, "the snapshots and records of a loop");
        generation = storage.Generation;
    }

    internal long Bytes { get; }

    public void Dispose() => storage?.Release(generation);

    /// <summary>The record that lies at an address.</summary>
    internal RawArray Record(long address, long bytes) => new(storage!, generation, checked((nint)address), checked((nint)bytes), ElementType.UInt8);

    /// <summary>Copies the live state to an address.</summary>
    internal void Store(LoopStep step, long address)
    {
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            Copy(state.Pointer, At(address), state.Bytes);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    /// <summary>Copies the snapshot at an address to the live state.</summary>
    internal void Restore(LoopStep step, long address)
    {
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            Copy(At(address), state.Pointer, state.Bytes);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Execute(int part, int parts)
    {
        long from = length / 64 * part / parts * 64;
        long to = part == parts - 1 ? length : length / 64 * (part + 1) / parts * 64;
        Buffer.MemoryCopy(source + from, destination + from, to - from, to - from);
    }

    private byte* At(long address)
    {
        if (storage is null || storage.Generation != generation) throw new ObjectDisposedException(nameof(LoopRun));
        return storage.Pointer + address;
    }

    private void Copy(byte* from, byte* to, long bytes)
    {
        source = from;
        destination = to;
        length = bytes;
        if (team is null || bytes < SerialCopyBytes) Execute(0, 1);
        else team.Run(this, (int)Math.Clamp(bytes / PartBytes, 1, team.Threads));
    }
}
