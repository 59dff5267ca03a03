namespace AdjointKit.Kernels.Functions;

/// <summary>
/// Rounds over rows of complex numbers and of reals beside them: a whole round of neighbours is read and written where it stands, everything else through a block, filled up with its last element, so
/// that an element has the same bits wherever it stands.
/// </summary>
internal static unsafe class NumberRounds
{
    /// <summary>Numbers of one round; a multiple of every register's width.</summary>
    internal const int Length = 64;

    /// <summary>The complex numbers of a round side by side.</summary>
    internal static T* Numbers<T>(T* row, nint step, nint start, int count, T* block)
        where T : unmanaged
    {
        T* first = row + (2 * start * step);
        if (step == 1 && count == Length) return first;
        for (int i = 0; i < Length; i++)
        {
            T* number = first + (2 * Math.Min(i, count - 1) * step);
            block[2 * i] = number[0];
            block[(2 * i) + 1] = number[1];
        }

        return block;
    }

    /// <summary>The reals of a round side by side.</summary>
    internal static T* Reals<T>(T* row, nint step, nint start, int count, T* block)
        where T : unmanaged
    {
        T* first = row + (start * step);
        if (step == 1 && count == Length) return first;
        for (int i = 0; i < Length; i++) block[i] = first[Math.Min(i, count - 1) * step];
        return block;
    }

    /// <summary>Where the complex results of a round go: their place, or the block, which is then to be spread.</summary>
    internal static T* Target<T>(T* row, nint step, nint start, int count, T* block)
        where T : unmanaged => step == 1 && count == Length ? row + (2 * start) : block;

    /// <summary>The block's complex numbers to their places.</summary>
    internal static void Spread<T>(T* block, T* row, nint step, nint start, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            T* place = row + (2 * (start + i) * step);
            place[0] = block[2 * i];
            place[1] = block[(2 * i) + 1];
        }
    }
}
