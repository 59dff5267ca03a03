namespace AdjointKit.Kernels.Factorizations;

/// <summary>Memory of one part of a factorisation, given out piece by piece and taken back all at once.</summary>
internal unsafe ref struct Scratch(byte* first, nint bytes)
{
    private nint used;

    /// <summary>What <see cref="Take"/> uses of the scratch for so many numbers.</summary>
    internal static nint BytesOf(nint numbers, int parts) => TeamScratch.Align(numbers * parts * sizeof(double));

    /// <summary>What a matrix uses whose rows are rotated.</summary>
    internal static nint BytesForRotations(nint rows, nint columns, int parts) => BytesOf(rows * Rotations.StrideOf(columns * parts), 1);

    /// <summary>Room for numbers, undefined.</summary>
    internal T* Take<T>(nint count)
        where T : unmanaged
    {
        nint size = TeamScratch.Align(count * sizeof(T));
        if (used + size > bytes) throw new InvalidOperationException($"a factorisation asked for {used + size} bytes of scratch and reserved {bytes}");
        byte* piece = first + used;
        used += size;
        return (T*)piece;
    }
}
