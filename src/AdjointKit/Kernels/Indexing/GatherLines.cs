namespace AdjointKit.Kernels.Indexing;

/// <summary>Reading along an axis by index: into[o, k, i] = x[o, indices[o, k, i], i].</summary>
internal static unsafe class GatherLines
{
    /// <summary>Does the entries k of one o, for all i.</summary>
    internal static void Run<T>(in LineView x, in LineView indices, in LineView into, nint outer, nint from, nint to, nint inner)
        where T : unmanaged
    {
        T* source = (T*)x.First + (outer * x.Outer);
        long* index = (long*)indices.First + (outer * indices.Outer);
        T* target = (T*)into.First + (outer * into.Outer);
        if (inner == 1)
        {
            for (nint k = from; k < to; k++) target[k * into.Along] = source[(nint)index[k * indices.Along] * x.Along];
            return;
        }

        bool rows = indices.Inner == 0 && x.Inner == 1 && into.Inner == 1;
        for (nint k = from; k < to; k++)
        {
            long* chosen = index + (k * indices.Along);
            T* row = target + (k * into.Along);
            if (rows)
            {
                T* found = source + ((nint)(*chosen) * x.Along);
                Buffer.MemoryCopy(found, row, inner * sizeof(T), inner * sizeof(T));
                continue;
            }

            for (nint i = 0; i < inner; i++) row[i * into.Inner] = source[((nint)chosen[i * indices.Inner] * x.Along) + (i * x.Inner)];
        }
    }
}
