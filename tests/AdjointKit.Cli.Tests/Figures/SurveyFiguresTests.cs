using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Plotting;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Tests.Figures;

public class SurveyFiguresTests
{
    private static readonly Grid2D Grid = new(40, 30, 10, 10);
    private static readonly Survey Line = Survey.Line(0, 390, 3, 10, 0, 390, 40, 10);

    /// <summary>Huge values at the sources leave the colours of the rest as they are.</summary>
    [Fact]
    public void The_colours_of_an_image_come_from_below_the_survey()
    {
        using NdArray<double> image = NdArray.Fill<double>(Grid.Nx, Grid.Nz, (i, k) => k < 3 ? 1e6 * (i - 20) : i % 2 == 0 ? 1 : -1);
        Assert.Equal(ColorLimits.Between(-1, 1), SurveyFigures.LimitsBelow(image, Grid, Line, percent: 98.5));
    }

    [Fact]
    public void A_survey_that_reaches_deep_leaves_the_whole_image_to_choose()
    {
        using NdArray<double> image = NdArray.Fill<double>(Grid.Nx, Grid.Nz, (i, k) => i - k);
        Survey well = Survey.Line(0, 390, 3, 10, 0, 390, 40, 280);
        Assert.Equal(ColorLimits.Symmetric(98.5), SurveyFigures.LimitsBelow(image, Grid, well, percent: 98.5));
    }
}
