using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Raster;

namespace AdjointKit.Plotting.Tests;

public sealed class CoverageFillerTests
{
    [Fact]
    public void A_rectangle_covers_each_pixel_by_its_share()
    {
        var filler = new CoverageFiller();
        filler.Begin(new Box(0, 0, 8, 8));
        filler.AddPolygon([new(1.25, 2.5), new(5.75, 2.5), new(5.75, 4.25), new(1.25, 4.25)]);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                double expected = Math.Max(0, Math.Min(5.75, x + 1) - Math.Max(1.25, x)) * Math.Max(0, Math.Min(4.25, y + 1) - Math.Max(2.5, y));
                Assert.Equal(expected, filler.CoverageAt(x, y), 1e-6);
            }
        }
    }

    [Fact]
    public void The_coverage_of_random_triangles_adds_up_to_their_area()
    {
        var random = new Random(1);
        var filler = new CoverageFiller();
        for (int trial = 0; trial < 200; trial++)
        {
            Point[] corners = [Any(random, 1, 39), Any(random, 1, 29), Any(random, 1, 29)];
            filler.Begin(new Box(0, 0, 40, 40));
            filler.AddPolygon(corners);
            Assert.Equal(Area(corners), Sum(filler, 40), 1e-4);
        }
    }

    [Fact]
    public void The_clip_cuts_the_area_exactly_on_every_side()
    {
        // A disc much larger than the clip covers it whole; a half plane through its centre covers half.
        var filler = new CoverageFiller();
        filler.Begin(new Box(3.5, 4.25, 20.75, 17.5));
        filler.AddPolygon([new(-100, -80), new(300, -80), new(300, 200), new(-100, 200)]);
        Assert.Equal(17.25 * 13.25, Sum(filler, 40), 1e-3);

        filler.Begin(new Box(3.5, 4.25, 20.75, 17.5));
        double middleX = (3.5 + 20.75) / 2;
        double middleY = (4.25 + 17.5) / 2;
        filler.AddPolygon([new(middleX - 500, middleY - 300), new(middleX + 500, middleY + 300), new(middleX + 500, 2000), new(middleX - 500, 2000)]);
        Assert.Equal(17.25 * 13.25 / 2, Sum(filler, 40), 1e-3);
    }

    [Fact]
    public void A_hole_of_opposite_direction_stays_empty_and_an_overlap_counts_once()
    {
        var filler = new CoverageFiller();
        filler.Begin(new Box(0, 0, 10, 10));
        filler.AddPolygon([new(1, 1), new(9, 1), new(9, 9), new(1, 9)]);
        filler.AddPolygon([new(3, 3), new(3, 7), new(7, 7), new(7, 3)]);
        Assert.Equal(0, filler.CoverageAt(5, 5), 1e-6);
        Assert.Equal(64 - 16, Sum(filler, 10), 1e-4);

        filler.Begin(new Box(0, 0, 10, 10));
        filler.AddPolygon([new(1, 1), new(6, 1), new(6, 6), new(1, 6)]);
        filler.AddPolygon([new(4, 4), new(9, 4), new(9, 9), new(4, 9)]);
        Assert.Equal(25 + 25 - 4, Sum(filler, 10), 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(45)]
    [InlineData(90)]
    public void A_stroke_has_the_area_of_a_bar_with_round_ends_at_any_angle(double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        const double Length = 22;
        const double Width = 5;
        Assert.Equal((Length * Width) + (Math.PI * Width * Width / 4), StrokeArea(VectorPath.Line(20, 10, 20 + (Length * cos), 10 + (Length * sin)), Stroke.Solid(Color.Black, Width)), 0.2);
        Assert.Equal(Length * Width, StrokeArea(VectorPath.Line(20, 10, 20 + (Length * cos), 10 + (Length * sin)), Stroke.Solid(Color.Black, Width, square: true)), 1e-3);
    }

    [Fact]
    public void Mitred_corners_fill_the_corner_of_a_frame_in_either_direction()
    {
        VectorPath clockwise = VectorPath.Rectangle(new Box(10, 10, 30, 25));
        var other = new VectorPath();
        other.AddPolygon([new(10, 10), new(10, 25), new(30, 25), new(30, 10)]);
        const double Frame = (22 * 17) - (18 * 13);
        Assert.Equal(Frame, StrokeArea(clockwise, Stroke.Solid(Color.Black, 2, square: true)), 1e-3);
        Assert.Equal(Frame, StrokeArea(other, Stroke.Solid(Color.Black, 2, square: true)), 1e-3);
    }

    [Fact]
    public void Dashes_cover_their_share_of_a_line()
    {
        var dashed = new Stroke(Color.Black, 2, [3, 2], Square: true);
        Assert.Equal(2 * 3 * 6, StrokeArea(VectorPath.Line(5, 20.3, 35, 20.3), dashed), 1e-3);
    }

    private static double StrokeArea(VectorPath path, Stroke stroke)
    {
        var filler = new CoverageFiller();
        filler.Begin(new Box(0, 0, 60, 60));
        Stroker.Add(filler, path, stroke, 1);
        return Sum(filler, 60);
    }

    private static double Sum(CoverageFiller filler, int size)
    {
        double sum = 0;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++) sum += filler.CoverageAt(x, y);
        }

        return sum;
    }

    private static Point Any(Random random, double low, double high) => new(low + ((high - low) * random.NextDouble()), low + ((high - low) * random.NextDouble()));

    private static double Area(Point[] corners)
    {
        double twice = 0;
        for (int i = 0; i < corners.Length; i++)
        {
            Point a = corners[i];
            Point b = corners[(i + 1) % corners.Length];
            twice += (a.X * b.Y) - (b.X * a.Y);
        }

        return Math.Abs(twice) / 2;
    }
}
