using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Tests.Options;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("633e-9", 633e-9)]
    [InlineData("-5", -5)]
    [InlineData(".5", 0.5)]
    public void Reads_numbers_with_a_point(string text, double expected)
    {
        Assert.True(NumberText.TryDouble(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("1e999")]
    [InlineData("0,5")]
    [InlineData("1 000")]
    [InlineData("0x10")]
    [InlineData("")]
    public void Refuses_what_is_no_finite_number(string text) => Assert.False(NumberText.TryDouble(text, out _));

    [Theory]
    [InlineData("512MB", 512_000_000)]
    [InlineData("64kB", 64_000)]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("1 MiB", 1_048_576)]
    [InlineData("100B", 100)]
    public void A_megabyte_is_a_million_bytes(string text, long expected)
    {
        Assert.True(ByteSize.TryParse(text, out long bytes));
        Assert.Equal(expected, bytes);
    }
}
