using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Reductions;

/// <summary>Reads consecutive elements (row by row) of a view with any strides: directly where they are contiguous, else into a scratch block.</summary>
internal readonly unsafe struct BlockReader
{
    private readonly byte* origin;
    private readonly int size;
    private readonly int rank;
    private readonly bool contiguous;
    private readonly List8 lengths;
    private readonly List8 steps;

    internal BlockReader(in UntypedArray array)
        : this(array, 0)
    {
    }

    /// <summary>Reads the axes from <paramref name="firstAxis"/> on; the earlier ones stay at index 0.</summary>
    internal BlockReader(in UntypedArray array, int firstAxis)
    {
        origin = array.Pointer;
        size = ElementTypes.SizeOf(array.ElementType);
        rank = array.Rank - firstAxis;
        nint expected = 1;
        contiguous = true;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            lengths[axis] = array.Shape[axis + firstAxis];
            steps[axis] = array.Strides[axis + firstAxis];
            if (lengths[axis] != 1 && steps[axis] != expected) contiguous = false;
            expected *= lengths[axis];
        }

        Count = expected;
    }

    /// <summary>The number of elements.</summary>
    internal nint Count { get; }

    /// <summary>
    /// The elements from <paramref name="first"/> on: a pointer into the array, or to <paramref name="scratch"/> after copying them there.
    /// <paramref name="offset"/> bytes are added to every address: where the earlier axes stand.
    /// </summary>
    internal byte* Read(nint offset, nint first, int count, byte* scratch)
    {
        if (contiguous) return origin + offset + (first * size);
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
        Span<nint> index = stackalloc nint[Shape.MaxRank];
        nint rest = first;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            index[axis] = rest % lengths[axis];
            rest /= lengths[axis];
        }

        nint inner = lengths[rank - 1];
        nint step = steps[rank - 1];
        int done = 0;
        while (done < count)
        {
            nint start = 0;
            for (int axis = 0; axis < rank; axis++) start += index[axis] * steps[axis];
            T* from = (T*)(origin + offset) + start;
            int run = (int)Math.Min(count - done, inner - index[rank - 1]);
            for (int i = 0; i < run; i++) scratch[done + i] = from[i * step];
            done += run;
            index[rank - 1] += run;
            for (int axis = rank - 1; axis > 0 && index[axis] == lengths[axis]; axis--)
            {
                index[axis] = 0;
                index[axis - 1]++;
            }
        }
    }

    [InlineArray(Shape.MaxRank)]
    private struct List8
    {
        private nint first;
    }
}
