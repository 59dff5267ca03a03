using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Waves.Tests.Surveys;

public class SurveyTests
{
    [Fact]
    public void One_source_per_row_and_shared_receivers_make_a_fixed_spread()
    {
        NdArray<double> sources = NdArray.From(new double[,] { { 10, 20 }, { 30, 40 } });
        NdArray<double> receivers = NdArray.From(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        Survey survey = Survey.FromArrays(sources, receivers);
        Assert.Equal(2, survey.Shots.Count);
        Assert.Equal(1, survey.SourcesPerShot);
        Assert.Equal(3, survey.ReceiversPerShot);
        Assert.Equal(new Position(30, 40), survey.Shots[1].Sources[0]);
        Assert.Equal(new Position(5, 6), survey.Shots[1].Receivers[2]);
    }

    [Fact]
    public void Three_axes_hold_the_positions_of_each_shot()
    {
        NdArray<double> sources = NdArray.From<double>([1, 2, 3, 4, 5, 6, 7, 8], new Shape(2, 2, 2));
        NdArray<double> receivers = NdArray.From<double>([10, 20, 30, 40], new Shape(2, 1, 2));
        Survey survey = Survey.FromArrays(sources, receivers);
        Assert.Equal(2, survey.SourcesPerShot);
        Assert.Equal(new Position(7, 8), survey.Shots[1].Sources[1]);
        Assert.Equal(new Position(30, 40), survey.Shots[1].Receivers[0]);
    }

    [Fact]
    public void A_constant_y_is_ignored_and_a_varying_y_refused()
    {
        NdArray<double> sources = NdArray.From(new double[,] { { 10, 5, 20 } });
        NdArray<double> receivers = NdArray.From(new double[,] { { 1, 5, 2 } });
        NdArray<double> crooked = NdArray.From(new double[,] { { 1, 6, 2 } });
        Assert.Equal(new Position(10, 20), Survey.FromArrays(sources, receivers).Shots[0].Sources[0]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Survey.FromArrays(sources, crooked));
        Assert.Contains("y 6 m", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receivers_for_another_number_of_shots_are_refused()
    {
        NdArray<double> sources = NdArray.From(new double[,] { { 10, 20 } });
        NdArray<double> receivers = NdArray.Zeros<double>(2, 3, 2);
        Assert.Throws<ArgumentException>(() => Survey.FromArrays(sources, receivers));
    }

    [Fact]
    public void Shots_with_different_receiver_counts_are_refused()
    {
        var first = new Shot([new Position(0, 0)], [new Position(1, 1)]);
        var second = new Shot([new Position(0, 0)], [new Position(1, 1), new Position(2, 2)]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Survey([first, second]));
        Assert.Contains("shot 1 has 2 receivers and shot 0 has 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.5, 10)]
    [InlineData(10, 50.5)]
    [InlineData(double.NaN, 10)]
    [InlineData(10, double.PositiveInfinity)]
    public void A_position_outside_the_model_is_named(double x, double z)
    {
        var grid = new Grid2D(11, 6, 10, 10);
        Survey survey = Survey.FixedSpread([new Position(0, 0), new Position(100, 50)], [new Position(50, 25), new Position(x, z)]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => survey.RequireInside(grid));
        Assert.Contains("receiver 1 of shot 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("(100, 50) m", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_on_the_edge_are_inside() =>
        Survey.FixedSpread([new Position(0, 0)], [new Position(100, 50)]).RequireInside(new Grid2D(11, 6, 10, 10));

    [Fact]
    public void A_line_includes_both_ends()
    {
        Position[] line = Position.Line(100, 400, 4, 7);
        Assert.Equal([new Position(100, 7), new Position(200, 7), new Position(300, 7), new Position(400, 7)], line);
        Assert.Equal([new Position(100, 7)], Position.Line(100, 400, 1, 7));
    }
}
