namespace AdjointKit.Kernels.Reductions;

/// <summary>Reads consecutive elements (row by row) along axes with any strides: directly where they are contiguous, else into a scratch block.</summary>
internal readonly unsafe struct BlockReader(byte* origin, int size, in AxisSet axes)
{
    private readonly byte* origin = origin;
    private readonly int size = size;
    private readonly bool contiguous = axes.IsContiguous;
    private readonly AxisSet axes = axes;

    /// <summary>The bytes of scratch that <see cref="Read"/> needs for a block.</summary>
    internal int ScratchBytes => contiguous ? 0 : LaneTree.BlockLength * size;

    /// <summary>
    /// The elements from <paramref name="first"/> on: a pointer into the array, or to <paramref name="scratch"/> after copying them there.
    /// <paramref name="offset"/> elements are added to every place: where the other axes stand.
    /// </summary>
    internal byte* Read(nint offset, nint first, int count, byte* scratch)
    {
        if (contiguous) return origin + ((offset + first) * size);
        switch (size)
        {
            case 4: Collect<int>(offset, first, count, (int*)scratch); break;
            case 8: Collect<long>(offset, first, count, (long*)scratch); break;
            default: Collect<Int128>(offset, first, count, (Int128*)scratch); break;
        }

        return scratch;
    }

    private void Collect<T>(nint offset, nint first, int count, T* scratch)
        where T : unmanaged
    {
        nint step = axes.InnerStep;
        int done = 0;
        while (done < count)
        {
            T* from = (T*)origin + offset + axes.Offset(first + done, out nint index);
            int run = (int)Math.Min(count - done, axes.InnerLength - index);
            for (int i = 0; i < run; i++) scratch[done + i] = from[i * step];
            done += run;
        }
    }
}
