using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices;

/// <summary>
/// The allocator of one device: free blocks by size class, so that a loop that makes and releases arrays of the same sizes does not ask the driver. A block may
/// be used again at once, because the device does its work in order. When the device is full, what lies free is given back, what was forgotten is collected,
/// and then the refusal names what was asked for and what was free. Thread-safe.
/// </summary>
internal sealed class DeviceMemoryPool
{
    private readonly DeviceDriver driver;
    private readonly long limit;
    private readonly Lock gate = new();
    private readonly Dictionary<nint, Stack<Storage>> free = [];
    private long heldBytes;

    /// <summary>Makes a pool.</summary>
    /// <param name="driver">The device.</param>
    /// <param name="limit">The most bytes that the pool takes from the device, in use or free.</param>
    internal DeviceMemoryPool(DeviceDriver driver, long limit)
    {
        this.driver = driver;
        this.limit = limit;
    }

    internal Device Device => driver.Device;

    internal DeviceDriver Driver => driver;

    /// <summary>The bytes that an array could still take: within the limit, and on the device.</summary>
    internal long FreeBytes
    {
        get
        {
            lock (gate) return Math.Min(limit - heldBytes, driver.FreeBytes) + KeptBytes();
        }
    }

    /// <summary>A block for a new owner.</summary>
    /// <exception cref="DeviceMemoryException">The device has no room.</exception>
    internal Storage Take(nint bytes, ElementType elementType, in Shape shape)
    {
        nint capacity = StoragePool.SizeClass(bytes);
        if (TryTake(capacity) is Storage block) return block;
        Trim();
        if (TryTake(capacity) is Storage second) return second;

        // Arrays that nobody holds any more are freed by their finalizers.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Trim();
        if (TryTake(capacity) is Storage third) return third;
        long largest = driver.Description.LargestAllocation;
        string limit = bytes > largest ? $", and one array takes at most {largest} bytes there" : "";
        throw new DeviceMemoryException(Device, bytes, FreeBytes, $"an array of {elementType} {shape}{limit}");
    }

    /// <summary>Takes a released block back.</summary>
    internal void Keep(Storage block)
    {
        lock (gate)
        {
            if (!free.TryGetValue(block.Capacity, out Stack<Storage>? blocks)) free.Add(block.Capacity, blocks = new Stack<Storage>());
            blocks.Push(block);
        }
    }

    /// <summary>A block's memory goes back to the device.</summary>
    internal void Free(nint memory, nint capacity)
    {
        driver.Free(memory);
        lock (gate) heldBytes -= capacity;
    }

    /// <summary>Gives all free blocks back to the device.</summary>
    internal void Trim()
    {
        lock (gate)
        {
            foreach (Stack<Storage> blocks in free.Values)
            {
                while (blocks.TryPop(out Storage? block))
                {
                    GC.SuppressFinalize(block);
                    block.FreeMemory();
                }
            }
        }
    }

    private Storage? TryTake(nint capacity)
    {
        lock (gate)
        {
            if (free.TryGetValue(capacity, out Stack<Storage>? blocks) && blocks.TryPop(out Storage? kept)) return kept;
            if (heldBytes + capacity > limit) return null;
            nint memory = driver.TryAllocate(capacity);
            if (memory == 0) return null;
            heldBytes += capacity;
            return new Storage(this, memory, capacity);
        }
    }

    private long KeptBytes()
    {
        long bytes = 0;
        foreach ((nint capacity, Stack<Storage> blocks) in free) bytes += (long)capacity * blocks.Count;
        return bytes;
    }
}
