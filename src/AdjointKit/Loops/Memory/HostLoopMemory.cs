using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Memory;

/// <summary>One block of host memory, touched when it is used, so that a loop that ends early takes no more pages than it wrote. A team of threads copies.</summary>
internal sealed unsafe class HostLoopMemory : LoopMemory, ITeamWork
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

    internal HostLoopMemory(long bytes, MemoryAccount? account, ThreadTeam? team)
        : base(bytes)
    {
        this.team = team;
        if (bytes == 0) return;
        storage = Storage.Rent(checked((nint)bytes), account, "the snapshots and records of a loop");
        generation = storage.Generation;
    }

    public override void Dispose() => storage?.Release(generation);

    /// <inheritdoc/>
    internal override RawArray Record(long address, long bytes, bool load) => new(storage!, generation, checked((nint)address), checked((nint)bytes), ElementType.UInt8);

    /// <inheritdoc/>
    internal override void Store(LoopStep step, long address)
    {
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            Copy(state.Pointer, At(address), state.Bytes);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    /// <inheritdoc/>
    internal override void Restore(LoopStep step, long address)
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
