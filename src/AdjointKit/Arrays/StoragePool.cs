using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Arrays;

/// <summary>
/// The allocator behind <see cref="Storage"/>: free blocks by size class (powers of two and the three quarters between them), so that a loop
/// that makes and releases arrays of the same sizes touches neither the operating system nor the garbage collector.
/// </summary>
internal static unsafe partial class StoragePool
{
    internal const int Alignment = 64;
    internal const int HugePageSize = 2 << 20;

    /// <summary>Free bytes that may be kept beside a new block even where the process then becomes larger than ever before.</summary>
    internal const long SpareBytes = 16L << 20;

    /// <summary>Bytes of new small blocks after which the youngest generation is collected.</summary>
    private const long CollectAfterBytes = 64L << 20;

    private const int AdviceHugePage = 14;

    /// <summary>
    /// Free bytes kept for reuse; beyond them a released block goes back to the operating system. The history of a long run takes a quarter of the machine
    /// where no budget was given: the next shot must find it again, the pages of 6 GB cost a second.
    /// </summary>
    private static readonly long KeptBytesLimit = Math.Max(256L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    private static readonly ConcurrentDictionary<nint, FreeList> Free = new();
    private static long heldBytes;
    private static long keptBytes;
    private static long peakInUse;
    private static long madeBytes;

    /// <summary>The bytes of all blocks, in use or free.</summary>
    internal static long HeldBytes => Interlocked.Read(ref heldBytes);

    /// <summary>The most bytes that were in use at one time.</summary>
    internal static long PeakInUse => Interlocked.Read(ref peakInUse);

    private static long InUse => HeldBytes - Interlocked.Read(ref keptBytes);

    internal static Storage Take(nint bytes)
    {
        nint capacity = SizeClass(bytes);
        if (Free.TryGetValue(capacity, out FreeList? list) && list.TryTake() is Storage storage)
        {
            Interlocked.Add(ref keptBytes, -capacity);
            NotePeak();
            return storage;
        }

        if (capacity < HugePageSize && Interlocked.Add(ref madeBytes, capacity) > CollectAfterBytes)
        {
            // Small arrays that were forgotten are freed by their finalizers, and the collector does not see how much hangs on them.
            Interlocked.Exchange(ref madeBytes, 0);
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }

        // What lies free must not add to a memory budget: the process is not to become larger than what was in use at one time.
        GiveBack(Math.Max(0, PeakInUse - InUse - capacity) + SpareBytes, capacity);
        var made = new Storage(capacity);
        Interlocked.Add(ref heldBytes, capacity);
        NotePeak();
        return made;
    }

    internal static bool TryKeep(Storage storage)
    {
        if (storage.Capacity > KeptBytesLimit) return false;
        if (Interlocked.Add(ref keptBytes, storage.Capacity) > KeptBytesLimit) GiveBack(KeptBytesLimit, storage.Capacity);
        Free.GetOrAdd(storage.Capacity, static _ => new FreeList()).Keep(storage);
        return true;
    }

    /// <summary>Gives all free blocks back to the operating system.</summary>
    internal static void Trim() => GiveBack(0, 0);

    /// <summary>A block's memory is given back.</summary>
    internal static void Freed(nint capacity) => Interlocked.Add(ref heldBytes, -capacity);

    /// <summary>
    /// Gives free blocks back to the operating system until at most so many bytes are kept, those of one size class last: what is asked for or released now
    /// is what the program works with now.
    /// </summary>
    private static void GiveBack(long limit, nint capacity)
    {
        if (Interlocked.Read(ref keptBytes) <= limit) return;
        foreach ((nint size, FreeList list) in Free)
        {
            if (size == capacity) continue;
            while (Interlocked.Read(ref keptBytes) > limit && list.TryTake() is Storage victim) Discard(victim);
        }

        if (Interlocked.Read(ref keptBytes) > limit && Free.TryGetValue(capacity, out FreeList? own) && own.TryTake() is Storage last) Discard(last);
    }

    private static void NotePeak()
    {
        long now = InUse;
        long seen = PeakInUse;
        while (now > seen)
        {
            long before = Interlocked.CompareExchange(ref peakInUse, now, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    private static void Discard(Storage storage)
    {
        Interlocked.Add(ref keptBytes, -storage.Capacity);
        GC.SuppressFinalize(storage);
        storage.FreeMemory();
    }

    /// <summary>Small blocks: the next power of two or three quarters of it. Large blocks: whole 64 KiB, so that nothing is wasted on big fields.</summary>
    internal static nint SizeClass(nint bytes)
    {
        if (bytes <= Alignment) return Alignment;
        if (bytes > 1 << 20) return checked((bytes + 0xFFFF) & ~(nint)0xFFFF);
        nint power = (nint)BitOperations.RoundUpToPowerOf2((nuint)bytes);
        nint threeQuarters = power / 4 * 3;
        return threeQuarters >= bytes && threeQuarters % Alignment == 0 ? threeQuarters : power;
    }

    /// <summary>The largest size class of at most so many bytes; 0 where there is none.</summary>
    internal static nint LargestClassWithin(nint bytes)
    {
        if (bytes < Alignment) return 0;
        if (bytes > 1 << 20) return bytes & ~(nint)0xFFFF;
        nint power = (nint)1 << BitOperations.Log2((nuint)bytes);
        nint between = power / 2 * 3;
        return between <= bytes && between % Alignment == 0 ? between : power;
    }

    /// <summary>Asks for huge pages: 5 to 17 % on stencils. Where the system has none, nothing happens.</summary>
    internal static void AdviseHugePages(void* pointer, nint bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Madvise(pointer, (nuint)bytes, AdviceHugePage);
    }

    /// <summary>The free blocks of one size class, linked through themselves, so that keeping and taking allocate nothing.</summary>
    private sealed class FreeList
    {
        private readonly Lock gate = new();
        private Storage? first;

        internal void Keep(Storage storage)
        {
            lock (gate)
            {
                storage.NextFree = first;
                first = storage;
            }
        }

        internal Storage? TryTake()
        {
            lock (gate)
            {
                Storage? taken = first;
                if (taken is null) return null;
                first = taken.NextFree;
                taken.NextFree = null;
                return taken;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(void* address, nuint length, int advice);
}
