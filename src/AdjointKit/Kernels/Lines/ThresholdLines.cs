using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Indexing;

namespace AdjointKit.Kernels.Lines;

/// <summary>
/// The soft threshold of lines with the largest magnitudes passing as they are, and its two slopes: one pass notes the magnitudes above the threshold, the largest that do not pass is found among
/// those alone, a second pass writes.
/// </summary>
internal readonly unsafe struct ThresholdLines
{
    /// <summary>The lines that are shrunk.</summary>
    internal byte* V { get; init; }

    /// <summary>The thresholds, one for each line or one for all.</summary>
    internal byte* Theta { get; init; }

    /// <summary>From the threshold of a line to that of the next, in numbers.</summary>
    internal int ThetaStep { get; init; }

    /// <summary>How many of a line pass as they are, where they are above the threshold.</summary>
    internal int Passing { get; init; }

    /// <summary>The results.</summary>
    internal byte* Y { get; init; }

    /// <summary>Their slopes in v.</summary>
    internal byte* Slope { get; init; }

    /// <summary>Their slopes in the threshold.</summary>
    internal byte* ThresholdSlope { get; init; }

    /// <summary>The numbers of a line.</summary>
    internal int Length { get; init; }

    /// <summary>Some lines. The bits of magnitudes, as whole numbers, have the order of the magnitudes.</summary>
    internal void Run<T, TBits>(nint first, nint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        T* scratch = Passing > 0 ? (T*)NativeMemory.Alloc((nuint)Length, (nuint)sizeof(T)) : null;
        for (nint line = first; line < end; line++)
        {
            T* v = (T*)V + (line * Length);
            T theta = ((T*)Theta)[line * ThetaStep];
            T limit = Passing > 0 ? Limit<T, TBits>(v, theta, scratch) : T.PositiveInfinity;
            Shrink(v, theta, limit, (T*)Y + (line * Length), (T*)Slope + (line * Length), (T*)ThresholdSlope + (line * Length));
        }

        NativeMemory.Free(scratch);
    }

    /// <summary>The largest magnitude above the threshold that does not pass as it is; minus infinity where all of those do.</summary>
    private T Limit<T, TBits>(T* v, T theta, T* scratch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        int count = 0;
        for (int k = 0; k < Length; k++)
        {
            T size = T.Abs(v[k]);
            scratch[count] = size;
            count += size > theta ? 1 : 0;
        }

        if (count <= Passing) return T.NegativeInfinity;
        TBits bits = QuickSelect.Select(new Span<TBits>(scratch, count), count - 1 - Passing);
        return *(T*)&bits;
    }

    private void Shrink<T>(T* v, T theta, T limit, T* y, T* slope, T* thresholdSlope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<T> zero = Vector256<T>.Zero;
            Vector256<T> one = Vector256.Create(T.One);
            Vector256<T> thetas = Vector256.Create(theta);
            Vector256<T> limits = Vector256.Create(limit);
            for (; k <= Length - Vector256<T>.Count; k += Vector256<T>.Count)
            {
                Vector256<T> x = Vector256.Load(v + k);
                Vector256<T> size = Vector256.Abs(x);
                Vector256<T> below = Vector256.LessThanOrEqual(size, thetas);
                Vector256<T> sign = Vector256.ConditionalSelect(Vector256.LessThan(x, zero), one, Vector256.ConditionalSelect(Vector256.GreaterThan(x, zero), -one, zero));
                Vector256<T> q = Vector256.AndNot(Vector256.AndNot(sign, below), Vector256.GreaterThan(size, limits));
                Vector256.Store(Vector256.AndNot(x + (q * thetas), below), y + k);
                Vector256.Store(Vector256.AndNot(one, below), slope + k);
                Vector256.Store(q, thresholdSlope + k);
            }
        }

        for (; k < Length; k++)
        {
            T size = T.Abs(v[k]);
            bool isBelow = size <= theta;
            T q = isBelow || size > limit ? T.Zero : v[k] < T.Zero ? T.One : v[k] > T.Zero ? -T.One : T.Zero;
            y[k] = isBelow ? T.Zero : v[k] + (q * theta);
            slope[k] = isBelow ? T.Zero : T.One;
            thresholdSlope[k] = q;
        }
    }
}
