namespace AdjointKit.Kernels.Fourier;

/// <summary>Lengths whose prime factors are at most 13: those that a mixed-radix transform does directly.</summary>
internal static class SmoothLengths
{
    /// <summary>The largest prime that has a butterfly.</summary>
    internal const int LargestPrime = 13;

    /// <summary>Shorter lines are faster with a line to each lane.</summary>
    private const int LeastEightfold = 128;

    /// <summary>
    /// The radices of a transform of <paramref name="length"/> points, from the last step (the longest butterflies) to the first; null if a prime factor is too large.
    /// Eights come first in time: a first step needs no twiddles, and a large one saves most of them.
    /// </summary>
    internal static int[]? Radices(int length)
    {
        var radices = new List<int>();
        int rest = length;
        for (int prime = LargestPrime; prime > 2; prime -= 2)
        {
            while (rest % prime == 0 && prime is 3 or 5 or 7 or 11 or 13 && rest > 1)
            {
                radices.Add(prime);
                rest /= prime;
            }
        }

        int twos = int.TrailingZeroCount(rest);
        if (rest != 1 << twos) return null;
        if (twos == 1) radices.Add(2);
        int fours = twos < 2 ? 0 : (3 - (twos % 3)) % 3;
        for (int i = 0; i < fours; i++) radices.Add(4);
        for (int i = 0; i < (twos - (2 * fours)) / 3; i++) radices.Add(8);
        return [.. radices];
    }

    /// <summary>Whether a line is split into eight transforms of an eighth of its points, a multiple of eight, each of at least two steps that have butterflies in registers.</summary>
    internal static bool IsEightfold(int length) => length % 64 == 0 && length >= LeastEightfold && HasFactorsUpToFive(length / 8);

    /// <summary>The length of at least <paramref name="least"/> points, of factors 2, 3 and 5 and a multiple of 16 where it is long, at which a transform is expected to be fastest.</summary>
    internal static int NextFast(int least)
    {
        int step = least > 64 ? 16 : 1;
        int length = (least + step - 1) / step * step;
        while (!HasFactorsUpToFive(length)) length = checked(length + step);
        return length;
    }

    /// <summary>
    /// Splits a length into two smooth factors as near to each other as possible, the first the smaller one, both multiples of 16 if that can be:
    /// then no register of a long transform is partly empty.
    /// </summary>
    internal static (int Columns, int Rows) SplitEvenly(int length)
    {
        int best = 1;
        int bestOfWhole = 0;
        for (int factor = 1; (long)factor * factor <= length; factor++)
        {
            if (length % factor != 0) continue;
            best = factor;
            if (factor % 16 == 0 && length / factor % 16 == 0) bestOfWhole = factor;
        }

        int first = bestOfWhole > 0 ? bestOfWhole : best;
        return (first, length / first);
    }

    private static bool HasFactorsUpToFive(int length)
    {
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (length % prime == 0) length /= prime;
        }

        return length == 1;
    }
}
