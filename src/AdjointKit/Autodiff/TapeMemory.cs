using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>
/// The arrays of one tape. Small blocks that fall free stay with the tape, which belongs to one thread: taking and giving them back costs a few nanoseconds,
/// where the pool that all threads share costs a hundred, more than a small op. Large ones, and all where a memory budget is counted, come from the pool and
/// go back to it.
/// </summary>
internal sealed class TapeMemory
{
    private const int SmallestBytes = 64;
    private const int Classes = 11;

    private readonly Compute compute;
    private readonly Storage?[] free = new Storage?[Classes];
    private readonly nint largestBytes;

    internal TapeMemory(Compute compute)
    {
        this.compute = compute;
        largestBytes = compute.Memory.Limit is null ? SmallestBytes << (Classes - 1) : -1;
    }

    /// <summary>Makes a new array, its elements undefined.</summary>
    internal void Take(ElementType type, Shape shape, out UntypedArray array)
    {
        nint bytes = shape.Count * ElementTypes.SizeOf(type);
        int index = ClassOf(bytes);
        if (bytes > largestBytes || free[index] is not Storage storage)
        {
            TakeAnew(type, shape, bytes, out array);
            return;
        }

        free[index] = storage.NextFree;
        storage.NextFree = null;
        array = new UntypedArray(storage, type, shape);
    }

    /// <summary>Ends an array that was taken here: views of it are stale from now on.</summary>
    internal void Give(in UntypedArray array)
    {
        if (array.IsReleased) return;
        Storage storage = array.Storage;
        if (!storage.IsOfTape)
        {
            array.Release();
            return;
        }

        int index = ClassOf(storage.Bytes);
        storage.Recycle();
        storage.NextFree = free[index];
        free[index] = storage;
    }

    /// <summary>Gives all free blocks back to the pool.</summary>
    internal void Trim()
    {
        for (int index = 0; index < Classes; index++)
        {
            while (free[index] is Storage storage)
            {
                free[index] = storage.NextFree;
                storage.NextFree = null;
                storage.Release(storage.Generation);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeAnew(ElementType type, Shape shape, nint bytes, out UntypedArray array)
    {
        if (bytes > largestBytes)
        {
            array = compute.Backend.Allocate(type, shape, compute.Memory);
            return;
        }

        Storage block = compute.Backend.Allocate(ElementType.UInt8, new Shape(SmallestBytes << ClassOf(bytes)), compute.Memory).Storage;
        block.IsOfTape = true;
        array = new UntypedArray(block, type, shape);
    }

    private static int ClassOf(nint bytes) => bytes <= SmallestBytes ? 0 : BitOperations.Log2((nuint)(bytes - 1)) - 5;
}
