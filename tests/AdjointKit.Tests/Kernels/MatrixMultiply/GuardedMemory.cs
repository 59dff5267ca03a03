using System.Runtime.InteropServices;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

/// <summary>Memory that ends where a page begins that may not be touched: whoever reads one element too far ends the process. Linux only.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadAndWrite = 3;
    private const int PrivateAndAnonymous = 0x22;

    private readonly nuint bytes;
    private readonly nint start;

    internal GuardedMemory(nint length)
    {
        nint page = Environment.SystemPageSize;
        nint usable = (length + page - 1) / page * page;
        bytes = (nuint)(usable + page);
        start = Map(0, bytes, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        if (start == -1 || Protect(start + usable, (nuint)page, 0) != 0) throw new InvalidOperationException("no guarded memory: the system gave none");
        Pointer = start + usable - length;
    }

    /// <summary>The first of the bytes asked for; the guarded page begins behind the last.</summary>
    internal nint Pointer { get; }

    public void Dispose() => _ = Unmap(start, bytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
