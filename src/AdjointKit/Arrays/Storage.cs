using System.Runtime.InteropServices;
using AdjointKit.Devices;

namespace AdjointKit.Arrays;

/// <summary>
/// A block of memory that owns its bytes: 64-byte aligned, on huge pages when large, on one device, with a version that counts the writes.
/// Released blocks go back to a pool of size classes; a block that was forgotten is freed by its finalizer.
/// </summary>
public sealed unsafe class Storage
{
    // Blocks that all begin at a multiple of 4 KiB put equal indices of all arrays into the same sets of the first-level cache, and a load that follows a
    // store 4 KiB away waits for it in vain (10 to 15 % of an acoustic step). So each large block begins a few cache lines away from the one before.
    private const int Shifts = 8;
    private const int ShiftBytes = 512;
    private static int blocks;

    private readonly nint capacity;
    private readonly int shift;
    private byte* pointer;
    private MemoryAccount? account;
    private int released = 1;
    private int pins;

    internal Storage(nint capacity)
    {
        this.capacity = capacity;
        bool large = capacity >= StoragePool.HugePageSize;
        if (large) shift = (int)((uint)Interlocked.Increment(ref blocks) * 3 % Shifts) * ShiftBytes;
        nint length = capacity + shift;
        pointer = (byte*)NativeMemory.AlignedAlloc((nuint)length, (nuint)(large ? StoragePool.HugePageSize : StoragePool.Alignment));
        if (large) StoragePool.AdviseHugePages(pointer, length);
        pointer += shift;
        GC.AddMemoryPressure(capacity);
    }

    /// <summary>
    /// Frees a block that its owner forgot. It does not go back to the pool: an object that came back to life would be old, and the next time it is
    /// forgotten only a collection of all generations would find it.
    /// </summary>
    ~Storage()
    {
        if (pointer == null) return;
        TryRetire();
        FreeMemory();
    }

    /// <summary>Where the bytes are.</summary>
    public Device Device => Device.Cpu;

    /// <summary>The bytes that the present owner asked for.</summary>
    public nint Bytes { get; private set; }

    /// <summary>How many times an element of this storage may have been written: every <c>AsWritableSpan</c> adds one.</summary>
    public int Version { get; private set; }

    /// <summary>Counts the owners that this block has had; a view made for an earlier owner is stale.</summary>
    internal int Generation { get; private set; }

    /// <summary>How many tape entries still need the present contents.</summary>
    internal int Pins => Volatile.Read(ref pins);

    /// <summary>Who pinned the contents last, for the error message of a forbidden write.</summary>
    internal string? PinnedBy { get; private set; }

    /// <summary>The next free block of the same size class, while this one lies in the pool.</summary>
    internal Storage? NextFree { get; set; }

    internal byte* Pointer => pointer;

    internal nint Capacity => capacity;

    /// <summary>Takes a block for a new owner, charging its bytes to <paramref name="account"/> if there is one.</summary>
    internal static Storage Rent(nint bytes, MemoryAccount? account, string purpose)
    {
        account?.Charge(bytes, purpose);
        return Take(bytes, account);
    }

    /// <summary>Takes a block for an array; the text of a refusal is made only when there is one.</summary>
    internal static Storage Rent(nint bytes, MemoryAccount? account, ElementType elementType, in Shape shape)
    {
        if (account is not null && !account.TryCharge(bytes)) account.Charge(bytes, $"an array of {elementType} {shape}");
        return Take(bytes, account);
    }

    private static Storage Take(nint bytes, MemoryAccount? account)
    {
        Storage storage;
        try
        {
            storage = StoragePool.Take(bytes);
        }
        catch (OutOfMemoryException failure)
        {
            account?.Refund(bytes);
            throw new InsufficientMemoryException($"{bytes} bytes for an array could not be allocated: use smaller arrays, or a memory budget that fits this machine.", failure);
        }

        storage.account = account;
        storage.Bytes = bytes;
        storage.Version = 0;
        Volatile.Write(ref storage.released, 0);
        return storage;
    }

    /// <summary>Ends the present ownership: every view of it becomes stale, and the block goes back to the pool. A second call does nothing.</summary>
    internal void Release(int generation)
    {
        if (generation != Generation || !TryRetire()) return;
        if (StoragePool.TryKeep(this)) return;
        GC.SuppressFinalize(this);
        FreeMemory();
    }

    /// <summary>Announces a write: checks that no tape needs the present contents, and counts the write.</summary>
    internal void BeginWrite()
    {
        if (Pins > 0)
        {
            throw new InvalidOperationException($"This array may not be overwritten: its contents are needed by {PinnedBy ?? "a tape"} for the backward sweep. Write to a copy, or reset the tape first.");
        }

        Version++;
    }

    /// <summary>Forbids writes until <see cref="Unpin"/>: somebody needs the present contents.</summary>
    internal void Pin(string by)
    {
        PinnedBy = by;
        Interlocked.Increment(ref pins);
    }

    /// <summary>Takes one pin back, unless the block has had another owner since.</summary>
    internal void Unpin(int generation)
    {
        if (generation == Generation) Interlocked.Decrement(ref pins);
    }

    private bool TryRetire()
    {
        if (Interlocked.Exchange(ref released, 1) != 0) return false;
        Generation++;
        Volatile.Write(ref pins, 0);
        PinnedBy = null;
        account?.Refund(Bytes);
        account = null;
        return true;
    }

    internal void FreeMemory()
    {
        NativeMemory.AlignedFree(pointer - shift);
        pointer = null;
        StoragePool.Freed(capacity);
        GC.RemoveMemoryPressure(capacity);
    }
}
