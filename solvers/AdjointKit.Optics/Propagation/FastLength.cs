namespace AdjointKit.Optics;

/// <summary>Lengths whose transforms are fast: products of 2, 3 and 5.</summary>
internal static class FastLength
{
    internal static nint AtLeast(nint length)
    {
        while (!IsFast(length)) length++;
        return length;
    }

    private static bool IsFast(nint length)
    {
        foreach (nint factor in (ReadOnlySpan<nint>)[2, 3, 5])
        {
            while (length % factor == 0) length /= factor;
        }

        return length == 1;
    }
}
