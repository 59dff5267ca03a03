using System.Numerics;
using System.Numerics.Tensors;

namespace AdjointKit.Kernels.Indexing;

/// <summary>Adding along an axis by index: into[o, indices[o, k, i], i] += x[o, k, i], in the order of k. Each place rounds each sum.</summary>
internal static unsafe class ScatterLines
{
    /// <summary>Does all k of one o, for some i.</summary>
    internal static void Run<T>(in LineView x, in LineView indices, in LineView into, nint outer, nint count, nint from, nint to)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        T* source = (T*)x.First + (outer * x.Outer) + (from * x.Inner);
        long* index = (long*)indices.First + (outer * indices.Outer) + (from * indices.Inner);
        T* target = (T*)into.First + (outer * into.Outer) + (from * into.Inner);
        nint length = to - from;
        bool rows = length > 1 && indices.Inner == 0 && x.Inner == 1 && into.Inner == 1;
        for (nint k = 0; k < count; k++)
        {
            T* row = source + (k * x.Along);
            long* chosen = index + (k * indices.Along);
            if (rows) AddRow(row, target + ((nint)(*chosen) * into.Along), length);
            else for (nint i = 0; i < length; i++) Add(target + ((nint)chosen[i * indices.Inner] * into.Along) + (i * into.Inner), row[i * x.Inner]);
        }
    }

    private static void Add<T>(T* place, T value)
        where T : unmanaged, IAdditionOperators<T, T, T> => *place += value;

    private static void AddRow<T>(T* x, T* into, nint count)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        int parts = sizeof(T) / (typeof(T) == typeof(float) || typeof(T) == typeof(Arrays.ComplexF) ? sizeof(float) : sizeof(double));
        if (typeof(T) == typeof(float) || typeof(T) == typeof(Arrays.ComplexF)) AddNumbers((float*)x, (float*)into, parts * count);
        else AddNumbers((double*)x, (double*)into, parts * count);
    }

    private static void AddNumbers<T>(T* x, T* into, nint count)
        where T : unmanaged, IAdditionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        for (nint done = 0; done < count; done += int.MaxValue / 2)
        {
            int length = (int)Math.Min(count - done, int.MaxValue / 2);
            var sum = new Span<T>(into + done, length);
            TensorPrimitives.Add(sum, new ReadOnlySpan<T>(x + done, length), sum);
        }
    }
}
