using Xunit;

namespace AdjointKit.Waves.Tests.Interpolation;

public class HicksInterpolationTests
{
    private static readonly Grid2D Grid = new(40, 30, 10, 5);

    [Fact]
    public void A_position_on_a_node_is_that_node()
    {
        PointWeights weights = HicksInterpolation.Build([new Position(70, 60), new Position(0.3 / 3 * 100, 145)], Grid, new PmlWidths(5, 5, 3, 3), freeSurface: false);
        Assert.Equal([0, 1, 2], weights.Start);
        Assert.Equal([12, 6], weights.X);
        Assert.Equal([15, 32], weights.Z);
        Assert.Equal([1.0, 1.0], weights.Weight);
    }

    [Fact]
    public void A_position_off_the_grid_in_one_axis_only_uses_one_row()
    {
        PointWeights weights = HicksInterpolation.Build([new Position(73, 60)], Grid, default, freeSurface: false);
        Assert.Equal(8, weights.Weight.Length);
        Assert.All(weights.Z, k => Assert.Equal(12, k));
    }

    [Theory]
    [InlineData(0.25, 0.0088)]
    [InlineData(0.5, 0.0108)]
    [InlineData(0.66, 0.023)]
    public void Plane_waves_are_interpolated_within_the_windows_ripple(double ofNyquist, double tolerance)
    {
        // The shape 4.14 is made for at least three points per wavelength; the ripple per axis is then at most 1.2 %, 0.5 % above four points.
        var random = new Random(3);
        double worst = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            var position = new Position((8 + (20 * random.NextDouble())) * Grid.Dx, (8 + (12 * random.NextDouble())) * Grid.Dz);
            double kx = ((2 * random.NextDouble()) - 1) * ofNyquist * Math.PI / Grid.Dx;
            double kz = ((2 * random.NextDouble()) - 1) * ofNyquist * Math.PI / Grid.Dz;
            double phase = random.NextDouble() * 6;
            PointWeights weights = HicksInterpolation.Build([position], Grid, default, freeSurface: false);
            double sum = 0;
            for (int n = 0; n < weights.Weight.Length; n++) sum += weights.Weight[n] * Math.Cos((kx * weights.X[n] * Grid.Dx) + (kz * weights.Z[n] * Grid.Dz) + phase);
            worst = Math.Max(worst, Math.Abs(sum - Math.Cos((kx * position.X) + (kz * position.Z) + phase)));
        }

        Assert.InRange(worst, 0.3 * tolerance, tolerance);
    }

    [Fact]
    public void Above_a_free_surface_the_image_is_odd()
    {
        // An odd function of z that is band-limited must be read as if the grid went on above the surface.
        PointWeights weights = HicksInterpolation.Build([new Position(203, 7)], Grid, default, freeSurface: true);
        PointWeights whole = HicksInterpolation.Build([new Position(203, 7)], Grid, new PmlWidths(0, 0, 10, 0), freeSurface: false);
        Assert.All(weights.Z, k => Assert.InRange(k, 1, 29));
        double folded = 0;
        double expected = 0;
        for (int n = 0; n < weights.Weight.Length; n++) folded += weights.Weight[n] * Field(weights.X[n], weights.Z[n]);
        for (int n = 0; n < whole.Weight.Length; n++) expected += whole.Weight[n] * Field(whole.X[n], whole.Z[n] - 10);
        Assert.Equal(expected, folded, 1e-14);
        Assert.NotEqual(0, expected, 1e-3);

        static double Field(int i, int k) => Math.Cos(0.7 * i) * Math.Sin(0.9 * k);
    }

    [Fact]
    public void A_position_on_the_free_surface_has_no_nodes() =>
        Assert.Empty(HicksInterpolation.Build([new Position(203, 0)], Grid, default, freeSurface: true).Weight);

    [Fact]
    public void Weights_beyond_the_padded_grid_are_dropped_and_kept_inside_it()
    {
        PointWeights none = HicksInterpolation.Build([new Position(3, 60)], Grid, default, freeSurface: false);
        PointWeights some = HicksInterpolation.Build([new Position(3, 60)], Grid, new PmlWidths(2, 0, 0, 0), freeSurface: false);
        Assert.Equal([0, 1, 2, 3, 4], none.X);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], some.X);
        Assert.Equal(none.Weight, some.Weight[2..]);
    }
}
