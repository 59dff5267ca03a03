using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Devices;
using AdjointKit.Diagnostics;

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
    private readonly DeviceMemoryPool? pool;
    private byte* pointer;
    private nint memory;
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

    /// <summary>A block of device memory.</summary>
    internal Storage(DeviceMemoryPool pool, nint memory, nint capacity)
    {
        this.pool = pool;
        this.memory = memory;
        this.capacity = capacity;
        GC.AddMemoryPressure(capacity);
    }

    /// <summary>
    /// Frees a block that its owner forgot. It does not go back to the pool: an object that came back to life would be old, and the next time it is
    /// forgotten only a collection of all generations would find it.
    /// </summary>
    ~Storage()
    {
        if (pointer == null && memory == 0) return;
        TryRetire();
        FreeMemory();
    }

    /// <summary>Where the bytes are.</summary>
    public Device Device => pool?.Device ?? Device.Cpu;

    /// <summary>The bytes that the present owner asked for.</summary>
    public nint Bytes { get; private set; }

    /// <summary>How many times an element of this storage may have been written: every <c>AsWritableSpan</c> adds one.</summary>
    public int Version { get; private set; }

    /// <summary>Counts the owners that this block has had; a view made for an earlier owner is stale.</summary>
    internal int Generation { get; private set; }

    /// <summary>How many tape entries still need the present contents.</summary>
    internal int Pins => Volatile.Read(ref pins);

    /// <summary>Who pinned the contents last, as text, for the error message of a forbidden write.</summary>
    internal object? PinnedBy { get; private set; }

    /// <summary>The next free block of the same size class, while this one lies in the pool.</summary>
    internal Storage? NextFree { get; set; }

    /// <summary>Whether the block was made for a tape, which keeps it when it falls free.</summary>
    internal bool IsOfTape { get; set; }

    /// <summary>Where the bytes are in host memory.</summary>
    /// <exception cref="InvalidOperationException">They lie on a device.</exception>
    internal byte* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pool is null ? pointer : throw NotInHostMemory();
    }

    /// <summary>The handle of the bytes in device memory; 0 in host memory.</summary>
    internal nint Memory => memory;

    /// <summary>The pool of the device that the bytes lie on; null in host memory.</summary>
    internal DeviceMemoryPool? Pool => pool;

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

    /// <summary>Takes a block of device memory for an array.</summary>
    internal static Storage Rent(DeviceMemoryPool pool, nint bytes, MemoryAccount? account, ElementType elementType, in Shape shape)
    {
        if (account is not null && !account.TryCharge(bytes)) account.Charge(bytes, $"an array of {elementType} {shape}");
        try
        {
            return pool.Take(bytes, elementType, shape).For(bytes, account);
        }
        catch
        {
            account?.Refund(bytes);
            throw;
        }
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

        return storage.For(bytes, account);
    }

    /// <summary>Ends the charge: who computed the contents hands the block over to somebody who is charged for nothing.</summary>
    internal void LeaveAccount()
    {
        account?.Refund(Bytes);
        account = null;
    }

    private Storage For(nint bytes, MemoryAccount? charged)
    {
        account = charged;
        Bytes = bytes;
        Version = 0;
        Volatile.Write(ref released, 0);
        return this;
    }

    /// <summary>Ends the present ownership: every view of it becomes stale, and the block goes back to the pool. A second call does nothing.</summary>
    internal void Release(int generation)
    {
        if (generation != Generation || !TryRetire()) return;
        if (pool is not null)
        {
            pool.Keep(this);
            return;
        }

        if (StoragePool.TryKeep(this)) return;
        GC.SuppressFinalize(this);
        FreeMemory();
    }

    /// <summary>Passes the block to another use by the same owner: every view of it becomes stale. On the owner's thread only.</summary>
    internal void Recycle()
    {
        Generation++;
        pins = 0;
        PinnedBy = null;
        Version = 0;
    }

    /// <summary>Announces a write: checks that no tape needs the present contents, and counts the write.</summary>
    internal void BeginWrite()
    {
        if (Pins > 0) throw StillNeeded();
        Version++;
    }

    /// <summary>A number that tells contents apart, of a block in host memory.</summary>
    internal int Fingerprint()
    {
        var hash = default(HashCode);
        for (nint from = 0; from < Bytes; from += int.MaxValue) hash.AddBytes(new ReadOnlySpan<byte>(Pointer + from, (int)Math.Min(int.MaxValue, Bytes - from)));
        return hash.ToHashCode();
    }

    /// <summary>Forbids writes until <see cref="Unpin"/>: somebody needs the present contents.</summary>
    internal void Pin(object by)
    {
        PinnedBy = by;
        Interlocked.Increment(ref pins);
    }

    /// <summary>As <see cref="Pin"/>, of a block that one thread alone uses.</summary>
    internal void PinOwn(object by)
    {
        PinnedBy = by;
        pins++;
    }

    /// <summary>Takes one pin back, unless the block has had another owner since.</summary>
    internal void Unpin(int generation)
    {
        if (generation == Generation) Interlocked.Decrement(ref pins);
    }

    /// <summary>Apart, so that the property is small enough to stand in its callers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException NotInHostMemory() => new($"This array lies on {Device}, and the operation works in host memory: move it with Compute.ToHost first.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException StillNeeded() =>
        new($"This array may not be overwritten here{(CallerPlaces.Once() is SourcePlace place ? $", at {place}" : string.Empty)}: {PinnedBy ?? "a tape"} needs what it holds for derivatives. Write to a copy, or reset the tape first.");

    private bool TryRetire()
    {
        if (Interlocked.Exchange(ref released, 1) != 0) return false;
        Generation++;
        Volatile.Write(ref pins, 0);
        PinnedBy = null;
        IsOfTape = false;
        account?.Refund(Bytes);
        account = null;
        return true;
    }

    internal void FreeMemory()
    {
        GC.RemoveMemoryPressure(capacity);
        if (pool is not null)
        {
            nint freed = memory;
            memory = 0;
            pool.Free(freed, capacity);
            return;
        }

        NativeMemory.AlignedFree(pointer - shift);
        pointer = null;
        StoragePool.Freed(capacity);
    }
}
