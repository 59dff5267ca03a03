using AdjointKit.Arrays;
using AdjointKit.Plotting.Colors;

namespace AdjointKit.Plotting.Tests;

public sealed class ColorMapTests
{
    [Theory]
    [InlineData("viridis")]
    [InlineData("magma")]
    [InlineData("gray")]
    public void Lightness_rises_all_the_way_and_evenly(string name)
    {
        ColorMap map = ColorMap.Named(name);
        const int Steps = 200;
        double first = map.At(0).Lightness;
        double last = map.At(1).Lightness;
        double before = first;
        for (int i = 1; i <= Steps; i++)
        {
            double t = (double)i / Steps;
            double lightness = map.At(t).Lightness;
            // One unit of an 8-bit channel is as fine as colours go.
            Assert.True(lightness > before - 0.002, $"{name} darkens at {t}");
            Assert.Equal(first + (t * (last - first)), lightness, 0.06);
            before = lightness;
        }
    }

    [Fact]
    public void Seismic_is_white_at_the_centre_and_darkens_equally_to_blue_and_red()
    {
        ColorMap map = ColorMap.Seismic;
        Assert.True(map.At(0.5).Lightness > 0.995);
        for (int i = 1; i <= 50; i++)
        {
            Color blue = map.At(0.5 - (i / 200.0));
            Color red = map.At(0.5 + (i / 200.0));
            Assert.InRange(blue.R - red.B, -4, 4);
            Assert.Equal(255, red.R);
            Assert.Equal(255, blue.B);
        }
    }

    [Fact]
    public void Twilight_ends_as_it_begins_and_is_darkest_in_the_middle()
    {
        Assert.Equal(ColorMap.Twilight.At(0), ColorMap.Twilight.At(1));
        for (int i = 0; i < 100; i++)
        {
            double t = i / 200.0;
            Assert.True(ColorMap.Twilight.At(t).Lightness > ColorMap.Twilight.At(t + 0.005).Lightness - 0.003, $"twilight at {t}");
            Assert.True(ColorMap.Twilight.At(1 - t).Lightness > ColorMap.Twilight.At(1 - t - 0.005).Lightness - 0.003, $"twilight at {1 - t}");
            Assert.Equal(ColorMap.Twilight.At(t).Lightness, ColorMap.Twilight.At(1 - t).Lightness, 0.09);
        }
    }

    [Theory]
    [InlineData("viridis", 0.0, 68, 1, 84)]
    [InlineData("viridis", 0.5, 33, 145, 140)]
    [InlineData("viridis", 1.0, 253, 231, 37)]
    [InlineData("magma", 0.25, 81, 18, 124)]
    [InlineData("magma", 0.5, 183, 55, 121)]
    [InlineData("magma", 0.75, 252, 137, 97)]
    public void The_maps_are_those_that_the_field_knows(string name, double at, int r, int g, int b)
    {
        Color color = ColorMap.Named(name).At(at);
        Assert.InRange(color.R - r, -5, 5);
        Assert.InRange(color.G - g, -5, 5);
        Assert.InRange(color.B - b, -5, 5);
    }

    [Fact]
    public void What_is_not_finite_has_the_neutral_colour_and_what_is_outside_that_of_the_end()
    {
        foreach (ColorMap map in ColorMap.All)
        {
            Assert.Equal(map.Missing, map.At(double.NaN));
            Assert.Equal(map.Missing, map.At(double.PositiveInfinity));
            Assert.Equal(map.At(0), map.At(-3));
            Assert.Equal(map.At(1), map.At(3));
            Assert.Equal(map.At(0), map.Reversed().At(1));
        }
    }

    [Fact]
    public void Limits_cut_percentiles_and_can_be_symmetric_about_zero()
    {
        using NdArray<double> ramp = NdArray.Fill<double>(1, 1001, (_, k) => k - 200);
        SampledField field = SampledField.From(ramp, AxisOrder.VerticalFirst);
        Assert.Equal((-200, 800), ColorLimits.Full.Resolve(field));
        Assert.Equal((-190, 790), ColorLimits.Percentile(98).Resolve(field));
        Assert.Equal((-800, 800), ColorLimits.Symmetric().Resolve(field));
        (double low, double high) = ColorLimits.Symmetric(90).Resolve(field);
        Assert.Equal(-low, high);
        Assert.Equal(700, high, 1.5);
    }

    [Fact]
    public void Constant_and_missing_values_still_give_a_range()
    {
        using NdArray<double> constant = NdArray.Fill<double>(3, 4, (_, _) => 1500);
        using NdArray<double> zeros = NdArray.Zeros<double>(3, 4);
        using NdArray<float> nothing = NdArray.Fill<float>(3, 4, (_, _) => float.NaN);
        using NdArray<float> spike = NdArray.Fill<float>(100, 100, (i, k) => i == 5 && k == 7 ? 3 : 0);
        (double low, double high) = ColorLimits.Full.Resolve(SampledField.From(constant, AxisOrder.HorizontalFirst));
        Assert.True(low < 1500 && 1500 < high);
        Assert.Equal((-1, 1), ColorLimits.Symmetric().Resolve(SampledField.From(zeros, AxisOrder.HorizontalFirst)));
        Assert.Equal((0, 1), ColorLimits.Full.Resolve(SampledField.From(nothing, AxisOrder.HorizontalFirst)));
        Assert.Equal((0, 3), ColorLimits.Percentile(90).Resolve(SampledField.From(spike, AxisOrder.HorizontalFirst)));
    }
}
