using System.Globalization;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Wavelets;

public class RickerTests
{
    private static readonly Compute Compute = new(threads: 1);

    [Fact]
    public void The_peak_stands_at_the_delay_and_the_first_zero_where_two_a_squared_is_one()
    {
        var ricker = new Ricker(20);
        Assert.Equal(0.075, ricker.Delay, 1e-15);
        Assert.Equal(1, ricker.At(0.075));
        Assert.Equal(0, ricker.At(0.075 + (1 / (Math.Sqrt(2) * Math.PI * 20))), 1e-15);
        Assert.Equal(-2 * Math.Exp(-1.5), ricker.At(0.075 + (Math.Sqrt(1.5) / (Math.PI * 20))), 1e-15);
    }

    [Theory]
    [InlineData("ricker:15", 15, 0.1, 1)]
    [InlineData("ricker:12.5,0.2", 12.5, 0.2, 1)]
    [InlineData("ricker:1e1,0,-3", 10, 0, -3)]
    public void The_command_lines_form_is_read(string text, double frequency, double delay, double amplitude)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = { NumberDecimalSeparator = "," } };
        Assert.Equal(new Ricker(frequency, delay, amplitude), Ricker.Parse(text));
        CultureInfo.CurrentCulture = before;
    }

    [Theory]
    [InlineData("ricker:")]
    [InlineData("ricker:abc")]
    [InlineData("ricker:10,0.1,1,2")]
    [InlineData("gauss:10")]
    public void Another_form_is_refused_with_the_form(string text)
    {
        FormatException error = Assert.Throws<FormatException>(() => Ricker.Parse(text));
        Assert.Contains("ricker:f[,t0[,amplitude]]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ricker:-5")]
    [InlineData("ricker:NaN")]
    public void A_frequency_that_is_not_positive_is_refused(string text) => Assert.Throws<ArgumentException>(() => Ricker.Parse(text));

    [Fact]
    public void The_spectrum_peaks_at_the_frequency_and_ends_where_the_closed_form_says()
    {
        var axis = new Waves.TimeAxis(0.001, 1500);
        WaveletSpectrum spectrum = WaveletSpectrum.Of(new Ricker(15).Sample(axis), axis, Compute);
        Assert.Equal(15, spectrum.PeakFrequency, 0.2);

        // (f/fp)^2 exp(1 - (f/fp)^2) falls to 5 % at f / fp = 2.396 and to 1 % at 2.764.
        Assert.Equal(2.396 * 15, spectrum.HighestFrequency(), 0.3);
        Assert.Equal(2.764 * 15, spectrum.HighestFrequency(0.01), 0.3);
    }
}
