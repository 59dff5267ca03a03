using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;

namespace AdjointKit.Kernels.Random;

/// <summary>The loops that make random numbers: blocks of bits first, then what becomes of them.</summary>
internal static unsafe class RandomRuns
{
    /// <summary>The numbers made at once; even.</summary>
    private const int Made = 512;

    /// <summary>2^53: the number of uniform numbers of double precision.</summary>
    private const double Steps = 1UL << 53;

    /// <summary>A number in [0, 1) from 64 random bits: their 53 leading bits.</summary>
    internal static double ToUniform(ulong bits) => (bits >> 11) * (1 / Steps);

    /// <summary>The same in single precision: the 24 leading bits, so that 1 is never reached.</summary>
    internal static float ToUniformSingle(ulong bits) => (bits >> 40) * (1f / (1 << 24));

    /// <summary>The threshold below which the 53 leading bits make a 1 of a given probability, which is rounded up to a multiple of 2^-53.</summary>
    internal static ulong Threshold(double probability) => (ulong)Math.Ceiling(probability * Steps);

    /// <summary>
    /// An integer from 0 to range - 1, all equally likely (Lemire, "Fast random integer generation in an interval", 2019): the upper half of bits times range.
    /// Bits with which the first few results would be too likely are replaced by those 2^56 numbers on in the stream, and so on.
    /// </summary>
    internal static ulong ToInteger(CounterRandom random, ulong index, ulong bits, ulong range)
    {
        ulong result = Math.BigMul(bits, range, out ulong rest);
        if (rest >= range) return result;
        ulong excess = (0 - range) % range;
        while (rest < excess)
        {
            index += 1UL << 56;
            result = Math.BigMul(random.Bits(index), range, out rest);
        }

        return result;
    }

    [SkipLocalsInit]
    internal static void Uniform<T>(in RandomFill fill, byte* into, nint from, nint count)
        where T : unmanaged
    {
        ulong* bits = stackalloc ulong[Made + 2];
        for (nint done = 0; done < count; done += Made)
        {
            int some = (int)Math.Min(Made, count - done);
            ulong* numbers = Bits(fill.Random, fill.First + (ulong)(from + done), some, bits);
            T* target = (T*)into + from + done;
            if (typeof(T) == typeof(float)) for (int i = 0; i < some; i++) ((float*)target)[i] = ToUniformSingle(numbers[i]);
            else for (int i = 0; i < some; i++) ((double*)target)[i] = ToUniform(numbers[i]);
        }
    }

    [SkipLocalsInit]
    internal static void Normal<T>(in RandomFill fill, byte* into, nint from, nint count)
        where T : unmanaged
    {
        ulong* bits = stackalloc ulong[Made + 2];
        double* normal = stackalloc double[Made + 2];
        for (nint done = 0; done < count; done += Made)
        {
            int some = (int)Math.Min(Made, count - done);
            ulong first = fill.First + (ulong)(from + done);
            ulong* numbers = Bits(fill.Random, first, some, bits);
            int pairs = (some + (int)(first & 1) + 1) / 2;
            for (int i = 0; i < 2 * pairs; i++) normal[i] = ToUniform(bits[i]);
            Normal(normal, pairs);
            double* source = normal + (numbers - bits);
            T* target = (T*)into + from + done;
            if (typeof(T) == typeof(float)) for (int i = 0; i < some; i++) ((float*)target)[i] = (float)source[i];
            else for (int i = 0; i < some; i++) ((double*)target)[i] = source[i];
        }
    }

    [SkipLocalsInit]
    internal static void Bernoulli<T>(in RandomFill fill, byte* into, nint from, nint count)
        where T : unmanaged, INumberBase<T>
    {
        ulong* bits = stackalloc ulong[Made + 2];
        for (nint done = 0; done < count; done += Made)
        {
            int some = (int)Math.Min(Made, count - done);
            ulong* numbers = Bits(fill.Random, fill.First + (ulong)(from + done), some, bits);
            T* target = (T*)into + from + done;
            for (int i = 0; i < some; i++) target[i] = numbers[i] >> 11 < fill.Threshold ? T.One : T.Zero;
        }
    }

    [SkipLocalsInit]
    internal static void Integers(in RandomFill fill, byte* into, nint from, nint count)
    {
        ulong* bits = stackalloc ulong[Made + 2];
        for (nint done = 0; done < count; done += Made)
        {
            int some = (int)Math.Min(Made, count - done);
            ulong first = fill.First + (ulong)(from + done);
            ulong* numbers = Bits(fill.Random, first, some, bits);
            long* target = (long*)into + from + done;
            for (int i = 0; i < some; i++) target[i] = fill.From + (long)ToInteger(fill.Random, first + (ulong)i, numbers[i], fill.Range);
        }
    }

    internal static void Permutation(in RandomFill fill, byte* into, nint from, nint count)
    {
        RandomPermutation permutation = fill.Permutation;
        for (nint i = from; i < from + count; i++) ((long*)into)[i] = permutation[i];
    }

    /// <summary>Makes normal numbers of pairs of uniform ones, in their place.</summary>
    internal static void Normal(double* pairs, int count)
    {
        var row = new Row { A = (byte*)pairs, Into = (byte*)pairs, StepA = 1, StepInto = 1, Count = count };
        ComplexRuns.Double<BoxMuller>(&row);
    }

    /// <summary>The bits of consecutive numbers. They stand in the buffer, which has room for two more: it begins with a whole block.</summary>
    private static ulong* Bits(CounterRandom random, ulong first, int count, ulong* buffer)
    {
        int odd = (int)(first & 1);
        Philox.Blocks(first >> 1, random.Stream, random.Seed, (count + odd + 1) / 2, buffer);
        return buffer + odd;
    }
}
