using AdjointKit.Arrays;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Memory;

/// <summary>Snapshots and records in a file of a folder, which is removed with this object. A record goes through one piece of host memory, the stage.</summary>
internal sealed unsafe class DiskLoopMemory : LoopMemory
{
    // ENOSPC and ERROR_DISK_FULL, as the runtime reports them.
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    private readonly string folder;
    private readonly FileStream file;
    private readonly NdArray<byte> stage;
    private long end;

    internal DiskLoopMemory(string folder, long bytes, long recordStride, bool unbounded, MemoryAccount? account)
        : base(unbounded ? 0 : bytes)
    {
        this.folder = folder;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} for the records of a loop does not exist: make it, or name another.");
        if (!unbounded) RequireSpace(bytes);
        if (recordStride > 0) stage = NdArray.Empty<byte>(new Shape(checked((nint)recordStride)), account);
        try
        {
            string path = Path.Combine(folder, $"loop-{Guid.NewGuid():N}.records");
            file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override long Bytes => Math.Max(base.Bytes, end);

    public override void Dispose()
    {
        file.Dispose();
        stage.Dispose();
    }

    internal override void Store(LoopStep step, long address)
    {
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            Write(state.Pointer, state.Bytes, address);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    internal override void Restore(LoopStep step, long address)
    {
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            Read(state.Pointer, state.Bytes, address);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    internal override RawArray Record(long address, long bytes, bool load)
    {
        if (load) Read(stage.Pointer, bytes, address);
        return stage.Raw.Slice(0, checked((nint)bytes));
    }

    internal override int Together(long address, long stride, int wanted) => 1;

    internal override void Keep(long address, long bytes) => Write(stage.Pointer, bytes, address);

    private void RequireSpace(long bytes)
    {
        long free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (bytes > free) throw Full(bytes, free);
    }

    private void Write(byte* from, long bytes, long address)
    {
        try
        {
            for (long done = 0; done < bytes;)
            {
                int part = (int)Math.Min(bytes - done, 1 << 30);
                RandomAccess.Write(file.SafeFileHandle, new ReadOnlySpan<byte>(from + done, part), address + done);
                done += part;
            }

            end = Math.Max(end, address + bytes);
        }
        catch (IOException failure) when (failure.HResult is DiskFullUnix or DiskFullWindows)
        {
            throw Full(address + bytes, new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace);
        }
    }

    private void Read(byte* into, long bytes, long address)
    {
        for (long done = 0; done < bytes;)
        {
            int part = (int)Math.Min(bytes - done, 1 << 30);
            int read = RandomAccess.Read(file.SafeFileHandle, new Span<byte>(into + done, part), address + done);
            if (read == 0) throw new EndOfStreamException($"The file of a loop's records in {folder} ends before byte {address + bytes}: it was cut by somebody else.");
            done += read;
        }
    }

    private IOException Full(long bytes, long free) =>
        new($"The disk of {folder} is full: the records of a loop need {bytes / 1e6:0.###} MB there and {free / 1e6:0.###} MB are free. Give a folder on another disk, or a byte budget in memory.");
}
