namespace AdjointKit.Arrays;

/// <summary>
/// The layouts that were asked for lately, so that a program that works on the same shapes again and again allocates nothing. Bounded: what is pushed out
/// is made anew when it is asked for again. Thread-safe without locks: the slots are references, and a lost race costs one object.
/// </summary>
internal static class LayoutCache
{
    private const int Sets = 1024;
    private const int Ways = 4;
    private static readonly Layout?[] Slots = new Layout?[Sets * Ways];
    private static int turn;

    /// <summary>The layout of an array whose elements lie one after another, last axis fastest.</summary>
    internal static Layout Dense(ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length == 0) return Layout.Scalar;
        Span<nint> strides = stackalloc nint[Shape.MaxRank];
        strides = strides[..lengths.Length];
        nint step = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, lengths[axis]);
        }

        return Of(lengths, strides, isDense: true);
    }

    /// <summary>The layout of some lengths and strides.</summary>
    internal static Layout Of(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides) => lengths.Length == 0 ? Layout.Scalar : Of(lengths, strides, isDense: false);

    private static Layout Of(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, bool isDense)
    {
        int hash = HashOf(lengths, strides);
        Span<Layout?> set = Slots.AsSpan((hash & (Sets - 1)) * Ways, Ways);
        foreach (Layout? known in set)
        {
            if (known is not null && known.Hash == hash && known.Matches(lengths, strides)) return known;
        }

        Layout? dense = isDense ? null : Dense(lengths);
        if (dense is not null && dense.Strides.SequenceEqual(strides)) return dense;
        var layout = new Layout(lengths, strides, hash, dense);
        int slot = set.IndexOf((Layout?)null);
        set[slot >= 0 ? slot : (int)((uint)Interlocked.Increment(ref turn) % Ways)] = layout;
        return layout;
    }

    private static int HashOf(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        ulong hash = (ulong)lengths.Length;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            hash = (hash ^ (ulong)lengths[axis]) * 0x9E3779B97F4A7C15;
            hash = (hash ^ (ulong)strides[axis] ^ (hash >> 29)) * 0xBF58476D1CE4E5B9;
        }

        return (int)(hash >> 32) ^ (int)hash;
    }
}
