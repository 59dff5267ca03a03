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
}
