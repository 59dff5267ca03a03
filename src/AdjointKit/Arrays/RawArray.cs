using AdjointKit.Devices;

namespace AdjointKit.Arrays;

/// <summary>A contiguous range of bytes of a storage: what checkpoints and tapes keep, whatever the element type.</summary>
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
