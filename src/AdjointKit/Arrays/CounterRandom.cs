using AdjointKit.Kernels.Random;

namespace AdjointKit.Arrays;

/// <summary>
/// Seeded random numbers by index: number i of a stream is a function of seed, stream and i alone, so that any part can be made anywhere in any order.
/// A value without state; thread-safe.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">The number of an independent stream under the same seed.</param>
/// <remarks>
/// Numbers 2 i and 2 i + 1 are the 128 bits of Philox4x32-10 with the counter (i, stream) and the key seed, lower words first. Bits, uniform numbers, integers,
/// Bernoulli numbers and permutations are the same on every device; normal numbers agree to rounding.
/// </remarks>
public readonly unsafe record struct CounterRandom(ulong Seed, ulong Stream = 0)
{
    /// <summary>64 random bits.</summary>
    public ulong Bits(ulong index)
    {
        (ulong low, ulong high) = Pair(index >> 1);
        return (index & 1) == 0 ? low : high;
    }

    /// <summary>A number in [0, 1), a multiple of 2^-53: the leading 53 bits.</summary>
    public double Uniform(ulong index) => RandomRuns.ToUniform(Bits(index));

    /// <summary>A number of the normal distribution of mean 0 and variance 1 (Box and Muller 1958).</summary>
    public double Normal(ulong index)
    {
        (ulong low, ulong high) = Pair(index >> 1);
        double* pair = stackalloc double[2];
        pair[0] = RandomRuns.ToUniform(low);
        pair[1] = RandomRuns.ToUniform(high);
        RandomRuns.Normal(pair, 1);
        return pair[index & 1];
    }

    /// <summary>True with a given probability, which is rounded up to a multiple of 2^-53.</summary>
    public bool Bernoulli(ulong index, double probability)
    {
        CheckProbability(probability);
        return Bits(index) >> 11 < RandomRuns.Threshold(probability);
    }

    /// <summary>
    /// An integer of at least <paramref name="from"/> and less than <paramref name="to"/>, all equally likely. Where the bits of this number would favour some
    /// (with probability below (to - from) / 2^64) those of number index + 2^56, index + 2 2^56, ... are taken: use fewer than 2^56 numbers of a stream.
    /// </summary>
    public long Integer(ulong index, long from, long to)
    {
        CheckRange(from, to);
        return from + (long)RandomRuns.ToInteger(this, index, Bits(index), (ulong)to - (ulong)from);
    }

    /// <summary>A random order of the numbers 0 to <paramref name="count"/> - 1; one for each seed and stream.</summary>
    public RandomPermutation Permutation(long count) => new(this, count);

    /// <summary>
    /// Fills a contiguous array of host memory with numbers in [0, 1), element i with number <paramref name="first"/> + i (complex: two numbers per element).
    /// In single precision they are multiples of 2^-24: the leading 24 bits.
    /// </summary>
    public void FillUniform<T>(NdArray<T> into, ulong first = 0)
        where T : unmanaged => Fill(RandomFills.Uniform(ElementTypes.Of<T>(), this, first), into);

    /// <summary>Fills a contiguous array of host memory with normal numbers of mean 0 and variance 1, element i with number <paramref name="first"/> + i (complex: two numbers per element).</summary>
    public void FillNormal<T>(NdArray<T> into, ulong first = 0)
        where T : unmanaged => Fill(RandomFills.Normal(ElementTypes.Of<T>(), this, first), into);

    internal static void CheckProbability(double probability)
    {
        if (!(probability >= 0 && probability <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability lies between 0 and 1");
    }

    internal static void CheckRange(long from, long to)
    {
        if (from >= to) throw new ArgumentOutOfRangeException(nameof(to), to, $"there is no integer of at least {from} and less than {to}");
    }

    private static void Fill<T>(in RandomFill fill, NdArray<T> into)
        where T : unmanaged
    {
        Span<T> span = into.AsWritableSpan();
        fixed (T* target = span) fill.Kernel(fill, (byte*)target, 0, span.Length * (ElementTypes.IsComplex(ElementTypes.Of<T>()) ? 2 : 1));
    }

    private (ulong Low, ulong High) Pair(ulong counter)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block((uint)counter, (uint)(counter >> 32), (uint)Stream, (uint)(Stream >> 32), (uint)Seed, (uint)(Seed >> 32));
        return (x0 | ((ulong)x1 << 32), x2 | ((ulong)x3 << 32));
    }
}
