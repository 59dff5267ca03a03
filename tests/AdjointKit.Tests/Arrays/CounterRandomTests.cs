using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Random;
using Xunit;

namespace AdjointKit.Tests.Arrays;

public sealed class CounterRandomTests
{
    /// <summary>The known answers of the Random123 distribution for philox4x32-10.</summary>
    [Fact]
    public void Philox_gives_the_known_answers()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0, 0, 0, 0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Philox.Block(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdcceb, 0x5001e420u, 0x24126ea1u),
            Philox.Block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    [Fact]
    public void Any_part_of_a_stream_can_be_made_alone()
    {
        NdArray<double> whole = NdArray.Empty<double>(new Shape(100));
        NdArray<double> part = NdArray.Empty<double>(new Shape(30));
        new CounterRandom(1, 2).FillNormal(whole);
        new CounterRandom(1, 2).FillNormal(part, first: 41);
        Assert.Equal(whole.Slice(0, 41, 30).AsReadOnlySpan().ToArray(), part.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(0ul, 0ul)]
    [InlineData(0xfffffffffffffff0ul, 0x123456789abcdef0ul)]
    public void Blocks_side_by_side_are_those_alone(ulong counter, ulong upper)
    {
        const ulong Key = 0xa4093822299f31d0;
        ulong[] numbers = new ulong[2 * 37];
        unsafe
        {
            fixed (ulong* into = numbers) Philox.Blocks(counter, upper, Key, 37, into);
        }

        for (int i = 0; i < 37; i++)
        {
            ulong c = counter + (ulong)i;
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block((uint)c, (uint)(c >> 32), (uint)upper, (uint)(upper >> 32), unchecked((uint)Key), (uint)(Key >> 32));
            Assert.Equal(((ulong)x1 << 32) | x0, numbers[2 * i]);
            Assert.Equal(((ulong)x3 << 32) | x2, numbers[(2 * i) + 1]);
        }
    }

    [Fact]
    public void Numbers_in_arrays_are_those_by_index()
    {
        var random = new CounterRandom(11, 3);
        foreach (ulong first in new ulong[] { 0, 7, 1_000_001 })
        {
            NdArray<double> uniform = NdArray.Empty<double>(new Shape(1500));
            NdArray<double> normal = NdArray.Empty<double>(new Shape(1500));
            NdArray<float> single = NdArray.Empty<float>(new Shape(1500));
            NdArray<Complex> complex = NdArray.Empty<Complex>(new Shape(700));
            random.FillUniform(uniform, first);
            random.FillNormal(normal, first);
            random.FillUniform(single, first);
            random.FillNormal(complex, first);
            for (int i = 0; i < 1500; i++)
            {
                Assert.Equal(random.Uniform(first + (ulong)i), uniform[i]);
                Assert.Equal(random.Normal(first + (ulong)i), normal[i]);
                Assert.Equal((random.Bits(first + (ulong)i) >> 40) / 16777216f, single[i]);
            }

            for (int i = 0; i < 700; i++) Assert.Equal(new Complex(random.Normal(first + (2 * (ulong)i)), random.Normal(first + (2 * (ulong)i) + 1)), complex[i]);
        }
    }

    [Fact]
    public void Integers_of_a_range_are_equally_frequent()
    {
        var random = new CounterRandom(12);
        int[] counts = new int[7];
        for (ulong k = 0; k < 70_000; k++) counts[(int)random.Integer(k, -3, 4) + 3]++;
        Assert.True(ChiSquare(counts) < 27.9, $"chi square {ChiSquare(counts)} with 6 degrees of freedom");
        Assert.Equal(5, random.Integer(0, 5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Integer(0, 5, 5));

        // With 3/4 of all 64-bit numbers, plain scaling would give two thirds of the integers once and one third twice.
        const long ThreeQuarters = 3L << 61;
        int[] thirds = new int[3];
        for (ulong k = 0; k < 30_000; k++) thirds[(int)((ulong)(random.Integer(k, -ThreeQuarters, ThreeQuarters) + ThreeQuarters) % 3)]++;
        Assert.True(ChiSquare(thirds) < 21, $"chi square {ChiSquare(thirds)} with 2 degrees of freedom");
    }

    [Fact]
    public void The_frequency_of_ones_is_the_probability()
    {
        var random = new CounterRandom(13);
        int ones = 0;
        for (ulong k = 0; k < 100_000; k++) ones += random.Bernoulli(k, 0.1) ? 1 : 0;
        Assert.InRange(ones, 9_600, 10_400);
        for (ulong k = 0; k < 100; k++)
        {
            Assert.False(random.Bernoulli(k, 0));
            Assert.True(random.Bernoulli(k, 1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => random.Bernoulli(0, double.NaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(70_000)]
    public void A_permutation_has_every_number_once(int count)
    {
        RandomPermutation permutation = new CounterRandom(1, 2).Permutation(count);
        bool[] seen = new bool[count];
        for (int i = 0; i < count; i++)
        {
            Assert.False(seen[permutation[i]]);
            seen[permutation[i]] = true;
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[-1]);
    }

    /// <summary>The bound is the chi square that a fair permutation exceeds once in 100,000 times.</summary>
    [Theory]
    [InlineData(2, 1, 19.5)]
    [InlineData(3, 5, 30.9)]
    [InlineData(4, 23, 62)]
    [InlineData(5, 119, 193)]
    public void All_orders_of_few_numbers_are_equally_frequent(int count, int degrees, double bound)
    {
        int[] frequencies = new int[degrees + 1];
        for (ulong seed = 0; seed < 200ul * (ulong)frequencies.Length; seed++)
        {
            RandomPermutation permutation = new CounterRandom(seed).Permutation(count);
            int order = 0;
            for (int i = 0; i < count; i++)
            {
                int smaller = 0;
                for (int j = i + 1; j < count; j++) smaller += permutation[j] < permutation[i] ? 1 : 0;
                order = (order * (count - i)) + smaller;
            }

            frequencies[order]++;
        }

        Assert.True(ChiSquare(frequencies) < bound, $"chi square {ChiSquare(frequencies)} with {degrees} degrees of freedom");
    }

    [Fact]
    public void Places_of_entries_are_uniform_and_neighbours_do_not_correlate()
    {
        const int Count = 1000;
        int[] places = new int[10];
        double correlation = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            RandomPermutation permutation = new CounterRandom(3, seed).Permutation(Count);
            places[permutation[0] * 10 / Count]++;
            for (int i = 0; i + 1 < Count; i++) correlation += (permutation[i] - 499.5) * (permutation[i + 1] - 499.5);
        }

        Assert.True(ChiSquare(places) < 39, $"chi square {ChiSquare(places)} with 9 degrees of freedom");
        correlation /= 1000.0 * 999 * (((Count * (double)Count) - 1) / 12);
        Assert.InRange(correlation, -0.006, 0.004);
    }

    [Fact]
    public void Seeds_and_streams_are_independent()
    {
        Assert.NotEqual(new CounterRandom(1).Bits(0), new CounterRandom(2).Bits(0));
        Assert.NotEqual(new CounterRandom(1).Bits(0), new CounterRandom(1, 1).Bits(0));
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        const int N = 100_000;
        var random = new CounterRandom(4);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        double uniform = 0;
        for (ulong k = 0; k < N; k++)
        {
            double x = random.Normal(k);
            mean += x / N;
            square += x * x / N;
            fourth += x * x * x * x / N;
            uniform += new CounterRandom(5).Uniform(k) / N;
        }

        Assert.Equal(0, mean, 0.015);
        Assert.Equal(1, square, 0.02);
        Assert.Equal(3, fourth, 0.15);
        Assert.Equal(0.5, uniform, 0.005);
    }

    private static double ChiSquare(int[] counts)
    {
        double expected = counts.Average();
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
