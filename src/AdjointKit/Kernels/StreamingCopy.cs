using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels;

/// <summary>
/// Copies what is not read again soon straight to memory: the target's old contents are not fetched, and nothing that is needed leaves the caches for it.
/// </summary>
internal static unsafe class StreamingCopy
{
    private const int Line = 64;

    /// <summary>Copies bytes between pieces of memory that do not overlap. The fast way needs a target that begins at a cache line.</summary>
    internal static void Copy(void* source, void* target, nint bytes) => CopyRows(source, 0, target, 0, bytes, 1);

    /// <summary>Copies rows of bytes; the strides are those from row to row.</summary>
    internal static void CopyRows(void* source, nint sourceStride, void* target, nint targetStride, nint rowBytes, int rows)
    {
        for (int row = 0; row < rows; row++) CopyRow((byte*)source + (row * sourceStride), (byte*)target + (row * targetStride), rowBytes);

        // Such stores are not ordered with others: whoever is told next that the copy is done must find it.
        if (Sse.IsSupported) Sse.StoreFence();
        else Thread.MemoryBarrier();
    }

    private static void CopyRow(byte* source, byte* target, nint bytes)
    {
        nint whole = Vector256.IsHardwareAccelerated && (nint)target % Line == 0 ? bytes / Line * Line : 0;
        for (nint at = 0; at < whole; at += Line)
        {
            Vector256<byte> first = Vector256.Load(source + at);
            Vector256<byte> second = Vector256.Load(source + at + (Line / 2));
            first.StoreAlignedNonTemporal(target + at);
            second.StoreAlignedNonTemporal(target + at + (Line / 2));
        }

        Buffer.MemoryCopy(source + whole, target + whole, bytes - whole, bytes - whole);
    }
}
