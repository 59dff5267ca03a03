using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>
/// A random order of 0, 1, ..., Count - 1 of which each entry is computed alone, on any device with the same result. A value without state; thread-safe.
/// </summary>
/// <remarks>
/// The numbers of b bits, b the smallest with 2^b >= Count but at least 8, are permuted by a Feistel network of 12 rounds on their lower b/2 (rounded down)
/// and upper bits; a result of Count or more is permuted again until it is smaller. Round r = 0, 2, ... changes the upper part by exclusive or with
/// F(lower, key r), round r = 1, 3, ... the lower part by F(upper, key r), cut to the width of the part; F(x, k) is the finaliser of MurmurHash3 of x xor k.
/// The keys are the lower and the upper halves of the numbers 2^64 - 6, ..., 2^64 - 1 of the stream.
/// Guaranteed: every number occurs exactly once. Tested: all orders of up to 5 numbers are equally frequent over seeds, so are the places of each entry of
/// longer ones, and neighbours do not correlate. Not guaranteed: of more than about 20 numbers there are more orders than seeds, so most orders never occur;
/// not for cryptography.
/// </remarks>
public readonly struct RandomPermutation
{
    private const int Rounds = 12;
    private const int FewestBits = 8;
    private readonly KeyList keys;
    private readonly int lowerBits;
    private readonly uint lowerMask;
    private readonly uint upperMask;

    internal RandomPermutation(CounterRandom random, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        int bits = Math.Max(FewestBits, 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(0, count - 1)));
        lowerBits = bits / 2;
        lowerMask = (uint)((1UL << lowerBits) - 1);
        upperMask = (uint)((1UL << (bits - lowerBits)) - 1);
        for (int round = 0; round < Rounds; round += 2)
        {
            ulong number = random.Bits(ulong.MaxValue - (Rounds / 2) + 1 + ((ulong)round / 2));
            keys[round] = (uint)number;
            keys[round + 1] = (uint)(number >> 32);
        }
    }

    /// <summary>How many numbers are permuted.</summary>
    public long Count { get; }

    /// <summary>How a number is cut for the network: the bits of the lower part, and the masks of both.</summary>
    internal (int LowerBits, uint LowerMask, uint UpperMask) Split => (lowerBits, lowerMask, upperMask);

    /// <summary>The number at a position from 0 to <see cref="Count"/> - 1.</summary>
    public long this[long position]
    {
        get
        {
            if ((ulong)position >= (ulong)Count) throw new ArgumentOutOfRangeException(nameof(position), position, $"a permutation of {Count} numbers has no entry {position}");
            ulong number = (ulong)position;
            do
            {
                number = Permute(number);
            }
            while (number >= (ulong)Count);
            return (long)number;
        }
    }

    private ulong Permute(ulong number)
    {
        uint lower = (uint)number & lowerMask;
        uint upper = (uint)(number >> lowerBits);
        for (int round = 0; round < Rounds; round += 2)
        {
            upper ^= Mix(lower ^ keys[round]) & upperMask;
            lower ^= Mix(upper ^ keys[round + 1]) & lowerMask;
        }

        return ((ulong)upper << lowerBits) | lower;
    }

    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x85EBCA6B;
        x ^= x >> 13;
        x *= 0xC2B2AE35;
        return x ^ (x >> 16);
    }

    [InlineArray(Rounds)]
    private struct KeyList
    {
        private uint first;
    }
}
