using AdjointKit.Arrays;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Layers;

namespace AdjointKit.Plotting.Tests;

public sealed class WiggleTests
{
    [Fact]
    public void A_sine_is_filled_on_its_positive_side_only()
    {
        using NdArray<double> gather = NdArray.Fill<double>(1, 401, (_, k) => Math.Sin(2 * Math.PI * k / 100));
        Figure figure = Figure.Wiggle(gather).WithSize(500, 600);
        PlotFrame frame = figure.Layout().Panels[0].Frame;
        PathItem lobes = figure.Draw().Items.OfType<PathItem>().Single(item => item.Fill is not null);
        double center = frame.X.ToPixel(0);
        Assert.Equal(4, lobes.Path.Contours.Count);
        double spacing = frame.X.PixelsPerUnit;
        double area = 0;
        foreach (VectorPath.Contour lobe in lobes.Path.Contours)
        {
            Assert.All(lobe.Points, p => Assert.True(p.X >= center - 1e-9));
            Assert.Equal(center, lobe.Points[0].X, 1e-6);
            Assert.Equal(center, lobe.Points[^1].X, 1e-6);
            for (int i = 1; i < lobe.Points.Count; i++) area += (lobe.Points[i].Y - lobe.Points[i - 1].Y) * (lobe.Points[i].X + lobe.Points[i - 1].X - (2 * center)) / 2;
        }

        // The integral of the positive half waves: 4 lobes of (100 samples / pi) each.
        Assert.Equal(4 * 100 / Math.PI * frame.Y.PixelsPerUnit * spacing, area, 0.02 * area);
    }

    [Fact]
    public void A_lobe_begins_and_ends_where_the_line_crosses_zero()
    {
        using NdArray<double> gather = NdArray.From(new double[,] { { -1, 3, -9 } });
        Figure figure = Figure.Wiggle(gather, clip: 100);
        PlotFrame frame = figure.Layout().Panels[0].Frame;
        VectorPath.Contour lobe = figure.Draw().Items.OfType<PathItem>().Single(item => item.Fill is not null).Path.Contours.Single();
        Assert.Equal(frame.Y.ToPixel(0.25), lobe.Points[0].Y, 1e-6);
        Assert.Equal(frame.Y.ToPixel(1), lobe.Points[1].Y, 1e-6);
        Assert.Equal(frame.Y.ToPixel(1.25), lobe.Points[2].Y, 1e-6);
    }

    [Fact]
    public void The_swing_is_clipped_and_a_missing_sample_is_a_gap()
    {
        using NdArray<float> gather = NdArray.Fill<float>(3, 500, (i, k) => i == 1 && k == 250 ? float.NaN : (i == 2 && k == 100 ? 1e6f : (float)Math.Cos(k)));
        Figure figure = Figure.Wiggle(gather, clip: 1.5, gain: 1);
        PlotFrame frame = figure.Layout().Panels[0].Frame;
        PathItem lines = figure.Draw().Items.OfType<PathItem>().Single(item => item.Stroke is { Dashes.Count: 0, Square: false } && item.Path.Contours.Sum(c => c.Points.Count) > 1000);
        Assert.Equal(4, lines.Path.Contours.Count);
        double most = lines.Path.Contours.SelectMany(c => c.Points).Max(p => p.X);
        Assert.Equal(frame.X.ToPixel(3.5), most, 1e-6);
    }

    [Fact]
    public void More_traces_than_can_be_told_apart_are_thinned_and_the_axis_says_so()
    {
        using NdArray<float> gather = NdArray.Fill<float>(1000, 20, (i, k) => i + k);
        Figure figure = Figure.Wiggle(gather, xLabel: "Trace");
        TextItem label = figure.Draw().Items.OfType<TextItem>().Single(text => text.Text.StartsWith("Trace", StringComparison.Ordinal));
        Assert.Equal("Trace (one of 5 traces drawn)", label.Text);
    }

    [Fact]
    public void Scaling_by_trace_gives_weak_traces_the_swing_of_strong_ones()
    {
        using NdArray<double> gather = NdArray.Fill<double>(2, 200, (i, k) => (i == 0 ? 1 : 1e-6) * Math.Sin(k * 0.3));
        double Swing(TraceScaling scaling, double trace)
        {
            Figure figure = Figure.Wiggle(gather, scaling: scaling);
            PlotFrame frame = figure.Layout().Panels[0].Frame;
            PathItem lines = figure.Draw().Items.OfType<PathItem>().Single(item => item.Path.Contours.Count == 2 && item.Path.Contours.Sum(c => c.Points.Count) == 400);
            return lines.Path.Contours[(int)trace].Points.Max(p => Math.Abs(p.X - frame.X.ToPixel(trace))) / frame.X.PixelsPerUnit;
        }

        Assert.True(Swing(TraceScaling.Gather, 1) < 1e-4);
        Assert.Equal(Swing(TraceScaling.Trace, 0), Swing(TraceScaling.Trace, 1), 1e-6);
    }
}
