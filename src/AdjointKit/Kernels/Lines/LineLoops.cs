using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>One element of a line from the elements of two lines at its place and two numbers of the line.</summary>
internal interface ILineElement
{
    /// <summary>Whether the second line is looked at.</summary>
    static abstract bool TakesTwo { get; }

    static abstract TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged;
}

/// <summary>The loops over one line. What is left at its end goes through the same lanes.</summary>
internal static unsafe class LineLoops<TLanes, TVector, T>
    where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>into = the function of a, b and two numbers; <paramref name="into"/> may be a or b.</summary>
    internal static void Map<TElement>(T* a, T* b, TVector first, TVector second, T* into, nint length)
        where TElement : struct, ILineElement
    {
        if (length < TLanes.Width)
        {
            MapShort<TElement>(a, b, first, second, into, (int)length);
            return;
        }

        // The last register overlaps the one before it: it is computed from what is there now, and written last.
        nint last = length - TLanes.Width;
        TVector end = Element<TElement>(a + last, b + last, first, second);
        for (nint i = 0; i < last; i += TLanes.Width) TLanes.Store(Element<TElement>(a + i, b + i, first, second), into + i);
        TLanes.Store(end, into + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Element<TElement>(T* a, T* b, TVector first, TVector second)
        where TElement : struct, ILineElement
    {
        TVector left = TLanes.Load(a);
        return TElement.Invoke<TLanes, TVector>(left, TElement.TakesTwo ? TLanes.Load(b) : left, first, second);
    }

    [SkipLocalsInit]
    private static void MapShort<TElement>(T* a, T* b, TVector first, TVector second, T* into, int length)
        where TElement : struct, ILineElement
    {
        T* paddedA = stackalloc T[TLanes.Width];
        T* paddedB = stackalloc T[TLanes.Width];
        Pad(a, paddedA, length);
        Pad(b, paddedB, length);
        TLanes.Store(Element<TElement>(paddedA, paddedB, first, second), paddedA);
        for (int i = 0; i < length; i++) into[i] = paddedA[i];
    }

    /// <summary>The largest number of a line; of a line with NaN any number or NaN.</summary>
    [SkipLocalsInit]
    internal static T Largest(T* x, nint length)
    {
        int width = TLanes.Width;
        TVector first = Numbers<TLanes, TVector>.Negate(Numbers<TLanes, TVector>.Infinity);
        TVector second = first;
        TVector third = first;
        TVector fourth = first;
        nint i = 0;
        for (; i <= length - (4 * width); i += 4 * width)
        {
            first = TLanes.AtLeast(TLanes.Load(x + i), first);
            second = TLanes.AtLeast(TLanes.Load(x + i + width), second);
            third = TLanes.AtLeast(TLanes.Load(x + i + (2 * width)), third);
            fourth = TLanes.AtLeast(TLanes.Load(x + i + (3 * width)), fourth);
        }

        for (; i <= length - width; i += width) first = TLanes.AtLeast(TLanes.Load(x + i), first);
        T* padded = stackalloc T[width];
        if (i < length)
        {
            T* rest = i > 0 ? x + length - width : padded;
            if (i == 0) Pad(x, padded, (int)length);
            second = TLanes.AtLeast(TLanes.Load(rest), second);
        }

        first = TLanes.AtLeast(TLanes.AtLeast(first, second), TLanes.AtLeast(third, fourth));
        TLanes.Store(first, padded);
        for (int half = width / 2; half > 0; half /= 2)
        {
            // Halves against each other; what stands behind the half is no longer looked at.
            for (int lane = 0; lane < half; lane++) padded[lane] = Larger(padded[lane], padded[lane + half]);
        }

        return padded[0];
    }

    private static T Larger(T a, T b) => typeof(T) == typeof(float)
        ? (T)(object)MathF.Max((float)(object)a, (float)(object)b)
        : (T)(object)Math.Max((double)(object)a, (double)(object)b);

    /// <summary>The last elements, and their last one again and again: no lane computes on something that is not in the array.</summary>
    private static void Pad(T* x, T* padded, int count)
    {
        for (int i = 0; i < TLanes.Width; i++) padded[i] = x[Math.Min(i, count - 1)];
    }
}
