using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class RandomFillTests
{
    private const int Count = 100_003;
    private static readonly CounterRandom Stream = new(21, 4);

    [Fact]
    public void Elements_are_the_numbers_of_the_stream_at_any_number_of_threads()
    {
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using var compute = new Compute(threads);
            Backend backend = compute.Backend;
            NdArray<float> uniform = compute.Empty<float>(Count);
            NdArray<double> normal = compute.Empty<double>(Count);
            NdArray<Complex> complex = compute.Empty<Complex>(Count);
            NdArray<float> ones = compute.Empty<float>(Count);
            NdArray<bool> truths = compute.Empty<bool>(Count);
            NdArray<long> integers = compute.Empty<long>(Count);
            NdArray<long> order = compute.Empty<long>(Count);
            backend.FillUniform(uniform, Stream, 5);
            backend.FillNormal(normal, Stream, 5);
            backend.FillUniform(complex, Stream, 5);
            backend.FillBernoulli(ones, 0.3, Stream, 5);
            backend.FillBernoulli(truths, 0.3, Stream, 5);
            backend.FillIntegers(integers, -10, 1000, Stream, 5);
            backend.FillPermutation(order, Stream);
            RandomPermutation permutation = Stream.Permutation(Count);
            for (int i = 0; i < Count; i++)
            {
                ulong number = 5 + (ulong)i;
                Assert.Equal((Stream.Bits(number) >> 40) / 16777216f, uniform[i]);
                Assert.Equal(Stream.Normal(number), normal[i]);
                Assert.Equal(new Complex(Stream.Uniform(5 + (2 * (ulong)i)), Stream.Uniform(6 + (2 * (ulong)i))), complex[i]);
                Assert.Equal(Stream.Bernoulli(number, 0.3), ones[i] == 1);
                Assert.Equal(Stream.Bernoulli(number, 0.3), truths[i]);
                Assert.Equal(Stream.Integer(number, -10, 1000), integers[i]);
                Assert.Equal(permutation[i], order[i]);
            }
        }
    }

    [Fact]
    public void Views_and_other_types_are_refused()
    {
        using var compute = new Compute(1);
        Assert.Throws<ArgumentException>(() => compute.Backend.FillUniform(compute.Empty<float>(4, 4).Transpose(1, 0), Stream));
        Assert.Throws<NotSupportedException>(() => compute.Backend.FillUniform(compute.Empty<int>(4), Stream));
        Assert.Throws<NotSupportedException>(() => compute.Backend.FillBernoulli(compute.Empty<Complex>(4), 0.5, Stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => compute.Backend.FillBernoulli(compute.Empty<float>(4), 1.5, Stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => compute.Backend.FillIntegers(compute.Empty<long>(4), 2, 1, Stream));
    }
}
