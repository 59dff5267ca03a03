using AdjointKit.Arrays;

namespace AdjointKit.Runs;

/// <summary>A state made of arrays: their bytes, one after the other. The arrays stay the caller's.</summary>
public sealed unsafe class ArrayRunState : IRunState
{
    private const int ChunkBytes = 1 << 20;
    private readonly List<RawArray> arrays = [];

    /// <summary>Adds a contiguous array to the state.</summary>
    public ArrayRunState Add<T>(NdArray<T> array)
        where T : unmanaged => Add(array.ToUntyped());

    /// <summary>Adds a contiguous array of any element type to the state.</summary>
    internal ArrayRunState Add(in UntypedArray array)
    {
        arrays.Add(array.Raw);
        return this;
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (RawArray array in arrays)
        {
            for (nint at = 0; at < array.Bytes; at += ChunkBytes) stream.Write(new ReadOnlySpan<byte>(array.Pointer + at, (int)Math.Min(ChunkBytes, array.Bytes - at)));
        }
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (RawArray array in arrays)
        {
            for (nint at = 0; at < array.Bytes; at += ChunkBytes) stream.ReadExactly(new Span<byte>(array.Pointer + at, (int)Math.Min(ChunkBytes, array.Bytes - at)));
        }
    }
}
