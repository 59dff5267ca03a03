using AdjointKit.Devices;

namespace AdjointKit.Arrays;

/// <summary>A contiguous range of bytes of a storage, whatever the element type: what checkpoints keep. Made from an array with <see cref="NdArray{T}.Raw"/>.</summary>
public readonly unsafe struct RawArray
{
    private readonly Storage? storage;
    private readonly int generation;
    private readonly nint offset;

    internal RawArray(Storage storage, int generation, nint offset, nint bytes, ElementType elementType)
    {
        this.storage = storage;
        this.generation = generation;
        this.offset = offset;
        Bytes = bytes;
        ElementType = elementType;
    }

    /// <summary>The length in bytes.</summary>
    public nint Bytes { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Where the bytes are.</summary>
    public Device Device => Storage.Device;

    /// <summary>These bytes as elements of a type, in one row: a view, for a step of one's own to copy from its arrays and to them.</summary>
    /// <exception cref="InvalidOperationException">The bytes are no whole number of elements.</exception>
    public NdArray<T> As<T>()
        where T : unmanaged
    {
        int size = sizeof(T);
        if (Bytes % size != 0 || offset % size != 0) throw new InvalidOperationException($"{Bytes} bytes from byte {offset} of a storage on are no row of {typeof(T).Name}.");
        return new UntypedArray(Storage, ElementTypes.Of<T>(), offset / size, new Shape(Bytes / size)).As<T>();
    }

    internal byte* Pointer => Storage.Pointer + offset;

    /// <summary>The distance of the first byte from that of the storage.</summary>
    internal nint Offset => offset;

    internal Storage Storage => storage is null || storage.Generation != generation
        ? throw new ObjectDisposedException(nameof(RawArray), "This array was released; the memory may belong to another array now.")
        : storage;

    /// <summary>A part of these bytes.</summary>
    internal RawArray Slice(nint start, nint bytes) => new(Storage, generation, offset + start, bytes, ElementType);

    /// <summary>Ends the ownership of the storage. A second call does nothing.</summary>
    internal void Release() => storage?.Release(generation);
}
