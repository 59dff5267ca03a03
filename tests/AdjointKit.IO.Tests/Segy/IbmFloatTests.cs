using Xunit;

namespace AdjointKit.IO.Tests.Segy;

public class IbmFloatTests
{
    [Theory]
    [InlineData(0x42640000u, 100)]
    [InlineData(0xc276a000u, -118.625)]
    [InlineData(0x41100000u, 1)]
    [InlineData(0x40ffffffu, 0.999999940395355224609375)]
    [InlineData(0x46000001u, 1)]
    public void Known_numbers_decode(uint bits, double value) => Assert.Equal(value, IbmFloat.ToDouble(bits));

    [Fact]
    public void Every_normalised_number_comes_back_with_the_same_bits()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 200_000; trial++)
        {
            uint bits = (uint)random.NextInt64(1L << 32);
            if ((bits & 0x00f00000) == 0) continue;
            Assert.True(IbmFloat.TryFromDouble(IbmFloat.ToDouble(bits), out uint back));
            Assert.Equal(bits, back);
        }
    }

    [Fact]
    public void Float32_is_kept_within_5e_7()
    {
        var random = new Random(2);
        double worst = 0;
        for (int trial = 0; trial < 200_000; trial++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
            if (!float.IsFinite(value) || value == 0) continue;
            Assert.True(IbmFloat.TryFromDouble(value, out uint bits));
            worst = Math.Max(worst, Math.Abs((IbmFloat.ToDouble(bits) / value) - 1));
        }

        Assert.InRange(worst, 1e-8, 5e-7);
    }

    [Fact]
    public void Rounding_is_to_the_nearest_and_carries()
    {
        Assert.True(IbmFloat.TryFromDouble(1 - Math.ScaleB(1, -26), out uint one));
        Assert.Equal(0x41100000u, one);
        Assert.True(IbmFloat.TryFromDouble(IbmFloat.Largest, out uint largest));
        Assert.Equal(0x7fffffffu, largest);
        Assert.False(IbmFloat.TryFromDouble(IbmFloat.Largest * (1 + 1e-6), out _));
        Assert.False(IbmFloat.TryFromDouble(double.NaN, out _));
        Assert.True(IbmFloat.TryFromDouble(-0.0, out uint negativeZero));
        Assert.Equal(0x80000000u, negativeZero);
        Assert.True(IbmFloat.TryFromDouble(1e-300, out uint tiny));
        Assert.Equal(0u, tiny);
    }
}
