using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Indexing;

/// <summary>h[k] = a[k] h[k - 1] + b[k] along an axis, h[0] = b[0]; carried in float64, multiply-add fused.</summary>
internal static unsafe class RecurrenceLines
{
    /// <summary>The largest number of lines of a call.</summary>
    internal const int MaxLines = 128;

    /// <summary>Some lines side by side of one o.</summary>
    internal static void Real<T>(in LineView a, in LineView b, in LineView into, nint outer, nint count, nint from, nint to)
        where T : unmanaged, INumberBase<T>
    {
        double* carried = stackalloc double[MaxLines];
        T* factors = (T*)a.First + (outer * a.Outer) + (from * a.Inner);
        T* terms = (T*)b.First + (outer * b.Outer) + (from * b.Inner);
        T* results = (T*)into.First + (outer * into.Outer) + (from * into.Inner);
        nint lines = to - from;
        for (nint k = 0; k < count; k++)
        {
            T* factor = factors + (k * a.Along);
            T* term = terms + (k * b.Along);
            T* result = results + (k * into.Along);
            for (nint i = 0; i < lines; i++)
            {
                double added = double.CreateTruncating(term[i * b.Inner]);
                carried[i] = k == 0 ? added : Math.FusedMultiplyAdd(double.CreateTruncating(factor[i * a.Inner]), carried[i], added);
                result[i * into.Inner] = T.CreateTruncating(carried[i]);
            }
        }
    }

    /// <inheritdoc cref="Real{T}"/>
    internal static void Complex64(in LineView a, in LineView b, in LineView into, nint outer, nint count, nint from, nint to) => OfComplex<ComplexF, float>(a, b, into, outer, count, from, to);

    /// <inheritdoc cref="Real{T}"/>
    internal static void Complex128(in LineView a, in LineView b, in LineView into, nint outer, nint count, nint from, nint to) => OfComplex<Complex, double>(a, b, into, outer, count, from, to);

    private static void OfComplex<TComplex, T>(in LineView a, in LineView b, in LineView into, nint outer, nint count, nint from, nint to)
        where TComplex : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        double* carried = stackalloc double[2 * MaxLines];
        T* factors = (T*)((TComplex*)a.First + (outer * a.Outer) + (from * a.Inner));
        T* terms = (T*)((TComplex*)b.First + (outer * b.Outer) + (from * b.Inner));
        T* results = (T*)((TComplex*)into.First + (outer * into.Outer) + (from * into.Inner));
        nint lines = to - from;
        for (nint k = 0; k < count; k++)
        {
            for (nint i = 0; i < lines; i++)
            {
                T* factor = factors + (2 * ((k * a.Along) + (i * a.Inner)));
                T* term = terms + (2 * ((k * b.Along) + (i * b.Inner)));
                T* result = results + (2 * ((k * into.Along) + (i * into.Inner)));
                double re = double.CreateTruncating(term[0]);
                double im = double.CreateTruncating(term[1]);
                if (k > 0)
                {
                    double factorRe = double.CreateTruncating(factor[0]);
                    double factorIm = double.CreateTruncating(factor[1]);
                    (double beforeRe, double beforeIm) = (carried[2 * i], carried[(2 * i) + 1]);
                    re = Math.FusedMultiplyAdd(factorRe, beforeRe, Math.FusedMultiplyAdd(-factorIm, beforeIm, re));
                    im = Math.FusedMultiplyAdd(factorRe, beforeIm, Math.FusedMultiplyAdd(factorIm, beforeRe, im));
                }

                (carried[2 * i], carried[(2 * i) + 1]) = (re, im);
                result[0] = T.CreateTruncating(re);
                result[1] = T.CreateTruncating(im);
            }
        }
    }
}
