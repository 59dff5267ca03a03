using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Random;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): 128 random bits
/// as a function of a 128-bit counter and a 64-bit key, the same on every device.
/// </summary>
internal static unsafe class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const ulong Low = uint.MaxValue;

    /// <summary>The four words for a counter (four words, lowest first) and a key (two words, lowest first).</summary>
    internal static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The blocks of consecutive counters, each as two numbers of 64 bits: words 0 and 1, words 2 and 3, lower word first.</summary>
    /// <param name="counter">The lower half of the first counter.</param>
    /// <param name="upper">The upper half of all counters.</param>
    /// <param name="key">The key.</param>
    /// <param name="count">The number of blocks.</param>
    /// <param name="into">Gets two numbers for each block.</param>
    internal static void Blocks(ulong counter, ulong upper, ulong key, int count, ulong* into)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Two registers of four counters: the multiplications of one fill the waiting time of the other.
            for (; i <= count - 8; i += 8)
            {
                Vector256<ulong> counters = Vector256.Create(counter + (ulong)i) + Vector256.Create(0UL, 1, 2, 3);
                FourBlocks(counters, counters + Vector256.Create(4UL), upper, key, into + (2 * i));
            }
        }

        for (; i < count; i++)
        {
            ulong lower = counter + (ulong)i;
            (uint x0, uint x1, uint x2, uint x3) = Block((uint)lower, (uint)(lower >> 32), (uint)upper, (uint)(upper >> 32), (uint)key, (uint)(key >> 32));
            into[2 * i] = x0 | ((ulong)x1 << 32);
            into[(2 * i) + 1] = x2 | ((ulong)x3 << 32);
        }
    }

    /// <summary>Twice four blocks. A word stands in the lower half of a lane; what stands above it is never read.</summary>
    private static void FourBlocks(Vector256<ulong> first, Vector256<ulong> second, ulong upper, ulong key, ulong* into)
    {
        Vector256<ulong> multiplier0 = Vector256.Create((ulong)Multiplier0);
        Vector256<ulong> multiplier1 = Vector256.Create((ulong)Multiplier1);
        (Vector256<ulong> a0, Vector256<ulong> a1, Vector256<ulong> a2, Vector256<ulong> a3) = (first, first >>> 32, Vector256.Create(upper), Vector256.Create(upper >> 32));
        (Vector256<ulong> b0, Vector256<ulong> b1, Vector256<ulong> b2, Vector256<ulong> b3) = (second, second >>> 32, a2, a3);
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> key0 = Vector256.Create((ulong)k0);
            Vector256<ulong> key1 = Vector256.Create((ulong)k1);
            Vector256<ulong> productA0 = WideProduct(a0, multiplier0);
            Vector256<ulong> productB0 = WideProduct(b0, multiplier0);
            Vector256<ulong> productA1 = WideProduct(a2, multiplier1);
            Vector256<ulong> productB1 = WideProduct(b2, multiplier1);
            a0 = (productA1 >>> 32) ^ a1 ^ key0;
            b0 = (productB1 >>> 32) ^ b1 ^ key0;
            a2 = (productA0 >>> 32) ^ a3 ^ key1;
            b2 = (productB0 >>> 32) ^ b3 ^ key1;
            a1 = productA1;
            b1 = productB1;
            a3 = productA0;
            b3 = productB0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        StoreFour(a0, a1, a2, a3, into);
        StoreFour(b0, b1, b2, b3, into + 8);
    }

    /// <summary>The products of the lower halves of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> WideProduct(Vector256<ulong> words, Vector256<ulong> multiplier) =>
        Avx2.IsSupported ? Avx2.Multiply(words.AsUInt32(), multiplier.AsUInt32()) : (words & Vector256.Create(Low)) * multiplier;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3, ulong* into)
    {
        Vector256<ulong> lower = (x0 & Vector256.Create(Low)) | (x1 << 32);
        Vector256<ulong> higher = (x2 & Vector256.Create(Low)) | (x3 << 32);
        for (int lane = 0; lane < 4; lane++)
        {
            into[2 * lane] = lower[lane];
            into[(2 * lane) + 1] = higher[lane];
        }
    }
}
