using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

public sealed class ApertureTests
{
    private static readonly FieldGrid Grid = new(41, 38, dy: 1.3, dx: 0.9);

    public static TheoryData<double, double, double> Discs => new() { { 11.3, 0.2, -0.3 }, { 0.3, 0.1, 0 }, { 0.2, 0.65, 0.45 }, { 5, 0, 0 }, { 9.1, 0.65, 0.45 }, { 1.3, 0, 0.45 } };

    [Theory]
    [MemberData(nameof(Discs))]
    public void A_disc_has_its_area(double radius, double y, double x)
    {
        double[] covered = Coverage(new CircularAperture(radius) { Y = y, X = x });
        Assert.Equal(1, covered.Sum() * 1.3 * 0.9 / (Math.PI * radius * radius), 1e-13);
        Assert.All(covered, part => Assert.InRange(part, -1e-13, 1 + 1e-13));
    }

    [Theory]
    [MemberData(nameof(Discs))]
    public void Each_pixel_has_the_part_that_the_disc_covers(double radius, double y, double x)
    {
        double[] covered = Coverage(new CircularAperture(radius) { Y = y, X = x });
        for (int row = 0; row < 41; row++)
        {
            for (int column = 0; column < 38; column++)
            {
                double expected = Midpoints(radius, ((row - 20) * 1.3) - y, ((column - 19) * 0.9) - x);
                Assert.True(Math.Abs(covered[(row * 38) + column] - expected) < 1e-4, $"point {row}, {column}: {covered[(row * 38) + column]}, expected {expected}");
            }
        }
    }

    [Fact]
    public void A_large_disc_loses_no_digits()
    {
        var grid = new FieldGrid(1, 3001, 1e-6);
        using NdArray<Complex> ones = NdArray.Fill<Complex>(1, 3001, (_, _) => 1);
        using NdArray<Complex> behind = new CircularAperture(1.2e-3).Plan<Complex>(grid, 633e-9).Apply(ones);
        Assert.All(Enumerable.Range(1500 - 1198, 2 * 1198), x => Assert.Equal(1, behind[0, x].Real, 3e-12));
    }

    [Fact]
    public void Ring_rectangle_slits_and_stops_have_their_areas()
    {
        const double Pixel = 1.3 * 0.9;
        Assert.Equal(Math.PI * ((9.2 * 9.2) - (3.1 * 3.1)), Pixel * Coverage(new AnnularAperture(3.1, 9.2) { Y = 0.4, X = 1 }).Sum(), 1e-10);
        Assert.Equal(7.7 * 12.1, Pixel * Coverage(new RectangularAperture(7.7, 12.1) { Y = -0.4, X = 1 }).Sum(), 1e-10);
        Assert.Equal(2 * 1e-3 * 20.2, Pixel * Coverage(new Openings(new RectangularAperture(20.2, 1e-3) { X = 4.1 }, new RectangularAperture(20.2, 1e-3) { X = -4.1 })).Sum(), 1e-10);
        Assert.Equal((41 * 38 * Pixel) - (Math.PI * 9), Pixel * Coverage(new CircularAperture(3) { IsStop = true }).Sum(), 1e-10);
    }

    [Fact]
    public void Shapes_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CircularAperture(0));
        Assert.Throws<ArgumentException>(() => new CircularAperture(double.NaN));
        Assert.Throws<ArgumentException>(() => new AnnularAperture(2, 1));
        Assert.Throws<ArgumentException>(() => new RectangularAperture(1, -1));
        Assert.Throws<ArgumentException>(() => new Openings());
        Assert.Throws<ArgumentException>(() => new ThinLens(0));
    }

    private static double[] Coverage(Aperture aperture)
    {
        using NdArray<Complex> ones = NdArray.Fill<Complex>(41, 38, (_, _) => 1);
        LinearOperator<Complex, Complex> planned = aperture.Plan<Complex>(Grid, 633e-9);
        return [.. planned.Apply(ones).AsReadOnlySpan().ToArray().Select(value => value.Real)];
    }

    /// <summary>The part by lines of points: along x exactly, along y by Gauss points between the corners of the shape would be better than this; 4000 midpoints do.</summary>
    private static double Midpoints(double radius, double y, double x)
    {
        const int lines = 4000;
        double sum = 0;
        for (int k = 0; k < lines; k++)
        {
            double across = y + (1.3 * (((k + 0.5) / lines) - 0.5));
            double half = Math.Sqrt(Math.Max(0, (radius * radius) - (across * across)));
            sum += Math.Max(0, Math.Min(half, x + 0.45) - Math.Max(-half, x - 0.45));
        }

        return sum / (lines * 0.9);
    }
}
