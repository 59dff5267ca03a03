using System.Runtime.InteropServices;

namespace AdjointKit.Autodiff;

/// <summary>A piece of native memory that only its owner grows and frees.</summary>
internal sealed unsafe class NativeBlock<T> : IDisposable
    where T : unmanaged
{
    private long capacity;
    private long used;

    internal T* Pointer { get; private set; }

    internal long UsedBytes => used * sizeof(T);

    /// <summary>Room for so many elements; what was there before is lost if it must grow.</summary>
    internal void Reserve(long count)
    {
        used = count;
        if (count <= capacity) return;
        Dispose();
        Pointer = (T*)NativeMemory.Alloc(checked((nuint)count), (nuint)sizeof(T));
        (capacity, used) = (count, count);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        NativeMemory.Free(Pointer);
        Pointer = null;
        (capacity, used) = (0, 0);
    }
}
