using System.Numerics;
using AdjointKit.Kernels.Random;

namespace AdjointKit.Arrays;

/// <summary>
/// Seeded random numbers by index: number i of a stream is a function of seed, stream and i alone, so that any part can be made anywhere in any order.
/// A value without state; thread-safe.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">The number of an independent stream under the same seed.</param>
public readonly record struct CounterRandom(ulong Seed, ulong Stream = 0)
{
    /// <summary>64 random bits.</summary>
    public ulong Bits(ulong index)
    {
        (ulong low, ulong high) = Pair(index >> 1);
        return (index & 1) == 0 ? low : high;
    }

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform(ulong index) => ToUniform(Bits(index));

    /// <summary>A number of the normal distribution of mean 0 and variance 1 (Box and Muller 1958).</summary>
    public double Normal(ulong index)
    {
        // 1 - u lies in (0, 1]: its logarithm is finite.
        (ulong low, ulong high) = Pair(index >> 1);
        double radius = Math.Sqrt(-2 * Math.Log(1 - ToUniform(low)));
        double angle = 2 * Math.PI * ToUniform(high);
        return (index & 1) == 0 ? radius * Math.Cos(angle) : radius * Math.Sin(angle);
    }

    /// <summary>Fills a contiguous array with numbers in [0, 1), element i with number <paramref name="first"/> + i (complex: two numbers per element).</summary>
    public void FillUniform<T>(NdArray<T> into, ulong first = 0)
        where T : unmanaged => Fill(into, first, normal: false);

    /// <summary>Fills a contiguous array with normal numbers of mean 0 and variance 1, element i with number <paramref name="first"/> + i (complex: two numbers per element).</summary>
    public void FillNormal<T>(NdArray<T> into, ulong first = 0)
        where T : unmanaged => Fill(into, first, normal: true);

    private static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private void Fill<T>(NdArray<T> into, ulong first, bool normal)
        where T : unmanaged
    {
        Span<T> span = into.AsWritableSpan();
        for (int i = 0; i < span.Length; i++)
        {
            ulong index = first + (ulong)i;
            if (typeof(T) == typeof(float)) span[i] = (T)(object)(float)Number(index, normal);
            else if (typeof(T) == typeof(double)) span[i] = (T)(object)Number(index, normal);
            else if (typeof(T) == typeof(ComplexF)) span[i] = (T)(object)new ComplexF((float)Number(first + (2 * (ulong)i), normal), (float)Number(first + (2 * (ulong)i) + 1, normal));
            else if (typeof(T) == typeof(Complex)) span[i] = (T)(object)new Complex(Number(first + (2 * (ulong)i), normal), Number(first + (2 * (ulong)i) + 1, normal));
            else throw new NotSupportedException($"Random numbers of type {typeof(T).Name} are not made: use float, double, ComplexF or Complex.");
        }
    }

    private double Number(ulong index, bool normal) => normal ? Normal(index) : Uniform(index);

    private (ulong Low, ulong High) Pair(ulong counter)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block((uint)counter, (uint)(counter >> 32), (uint)Stream, (uint)(Stream >> 32), (uint)Seed, (uint)(Seed >> 32));
        return (x0 | ((ulong)x1 << 32), x2 | ((ulong)x3 << 32));
    }
}
