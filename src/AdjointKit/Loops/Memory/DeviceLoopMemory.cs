using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Memory;

/// <summary>
/// Snapshots and records in device memory, as far as that reaches; a piece beyond it lies in host memory and crosses over when it is stored and when it is needed. A
/// record in host memory is written and read through one piece of device memory, the stage: that is what an operation on a device needs for itself, and counts against the
/// device's memory, not against the budget that the plan may have used up.
/// </summary>
internal sealed unsafe class DeviceLoopMemory : LoopMemory
{
    /// <summary>What the loop takes of the device's free memory: the rest is for others. It is one allocation, and a device may bound those.</summary>
    private const double ShareOfFree = 0.95;

    private readonly DeviceDriver driver;
    private readonly MemoryAccount? account;
    private readonly long deviceBytes;
    private readonly long hostBase;
    private readonly RawArray onDevice;
    private readonly RawArray stage;
    private readonly NdArray<byte> host;
    private bool disposed;

    internal DeviceLoopMemory(DeviceMemoryPool pool, long bytes, long snapshotStride, long recordStride, MemoryAccount? account)
        : base(bytes)
    {
        driver = pool.Driver;
        this.account = account;
        long free = Math.Min((long)(pool.FreeBytes * ShareOfFree), driver.Description.LargestAllocation);
        bool overflows = StoragePool.SizeClass(checked((nint)bytes)) > free;
        deviceBytes = overflows ? StoragePool.LargestClassWithin((nint)free - StoragePool.SizeClass(checked((nint)recordStride))) : bytes;
        account?.Charge(Bytes, "the snapshots and records of a loop");
        try
        {
            if (deviceBytes > 0) onDevice = Rent(pool, deviceBytes);
            if (!overflows) return;
            if (recordStride > 0) stage = Rent(pool, recordStride);

            // A piece that crosses the border lies in host memory as a whole.
            hostBase = Math.Max(0, deviceBytes - Math.Max(recordStride, snapshotStride));
            host = NdArray.Empty<byte>(new Shape(checked((nint)(bytes - hostBase))));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The bytes that lie in host memory.</summary>
    internal long HostBytes => host.IsDefault ? 0 : host.Count;

    public override void Dispose()
    {
        onDevice.Release();
        stage.Release();
        host.Dispose();
        if (!disposed) account?.Refund(Bytes);
        disposed = true;
    }

    internal override void Store(LoopStep step, long address)
    {
        bool inside = Fits(address, SnapshotBytes(step));
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            if (inside) driver.Copy(state.Storage.Memory, state.Offset, onDevice.Storage.Memory, checked((nint)address), state.Bytes);
            else driver.Read(state.Storage.Memory, state.Offset, HostAt(address), state.Bytes);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    internal override void Restore(LoopStep step, long address)
    {
        bool inside = Fits(address, SnapshotBytes(step));
        for (int index = 0; index < step.StateCount; index++)
        {
            RawArray state = step.State(index);
            if (inside) driver.Copy(onDevice.Storage.Memory, checked((nint)address), state.Storage.Memory, state.Offset, state.Bytes);
            else driver.Write(state.Storage.Memory, state.Offset, HostAt(address), state.Bytes);
            address += LoopSizes.Aligned(state.Bytes);
        }
    }

    internal override RawArray Record(long address, long bytes, bool load)
    {
        if (Fits(address, bytes)) return onDevice.Slice(checked((nint)address), checked((nint)bytes));
        if (load) driver.Write(stage.Storage.Memory, stage.Offset, HostAt(address), checked((nint)bytes));
        return stage.Slice(0, checked((nint)bytes));
    }

    internal override int Together(long address, long stride, int wanted)
    {
        long inside = address >= deviceBytes ? 0 : (deviceBytes - address) / stride;
        return (int)Math.Clamp(inside, 1, wanted);
    }

    internal override void Keep(long address, long bytes)
    {
        if (!Fits(address, bytes)) driver.Read(stage.Storage.Memory, stage.Offset, HostAt(address), checked((nint)bytes));
    }

    private static RawArray Rent(DeviceMemoryPool pool, long bytes)
    {
        var shape = new Shape(checked((nint)bytes));
        return new UntypedArray(Storage.Rent(pool, checked((nint)bytes), null, ElementType.UInt8, shape), ElementType.UInt8, shape).Raw;
    }

    private static long SnapshotBytes(LoopStep step)
    {
        long bytes = 0;
        for (int index = 0; index < step.StateCount; index++) bytes += LoopSizes.Aligned(step.State(index).Bytes);
        return bytes;
    }

    private bool Fits(long address, long bytes) => address + bytes <= deviceBytes;

    private byte* HostAt(long address) => host.Pointer + (address - hostBase);
}
