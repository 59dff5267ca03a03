using AdjointKit.Arrays;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Layers;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Every_text_lies_on_the_canvas_and_touches_no_other()
    {
        var random = new Random(11);
        for (int trial = 0; trial < 120; trial++)
        {
            Figure figure = AnyFigure(random);
            CheckTexts(figure.Draw(), $"trial {trial}");
        }
    }

    [Fact]
    public void Grids_keep_every_text_on_the_canvas_and_apart()
    {
        var random = new Random(12);
        for (int trial = 0; trial < 25; trial++)
        {
            int rows = random.Next(1, 4);
            int columns = random.Next(1, 4);
            Figure?[] cells = [.. Enumerable.Range(0, rows * columns).Select(_ => AnyPanel(random))];
            CheckTexts(Figure.Grid(rows, columns, cells).WithTitle("All together").WithSize(300 * columns, 260 * rows).Draw(), $"trial {trial}");
        }
    }

    [Fact]
    public void Pictures_in_one_scale_have_equal_plot_areas_and_level_titles()
    {
        using NdArray<float> model = NdArray.Fill<float>(60, 20, (i, k) => i + (1000 * k));
        double[] places = [.. Enumerable.Range(0, 60).Select(k => (double)k)];
        Figure wide = Figure.Image(model, "first", colorLabel: "a label", aspect: Aspect.Equal).WithMarkers(places, new double[60], Marker.Star, "markers", radius: 4).WithMarkers(places, Array.ConvertAll(places, _ => 10.0), Marker.Star, "others", radius: 9);
        Figure grid = Figure.Grid(1, 2, wide, Figure.Image(model, "second", aspect: Aspect.Equal));
        IReadOnlyList<PanelLayout> panels = grid.Layout().Panels;
        Assert.Equal(panels[0].Frame.Plot.Width, panels[1].Frame.Plot.Width, 1.0);
        Assert.Equal(panels[0].Frame.Plot.Top, panels[1].Frame.Plot.Top);
        Assert.Equal(panels[0].Frame.Plot.Height, panels[1].Frame.Plot.Height, 1.0);
        double[] titles = [.. grid.Draw().Items.OfType<TextItem>().Where(text => text.Text is "first" or "second").Select(text => text.Anchor.Y)];
        Assert.Equal(2, titles.Length);
        Assert.Equal(titles[0], titles[1], 1.5);
    }

    [Fact]
    public void The_plot_areas_of_a_grid_line_up()
    {
        using NdArray<float> model = NdArray.Fill<float>(30, 20, (i, k) => i + (1000 * k));
        Figure lines = Figure.Lines([new Series([0, 1], [1e6, 2e6], "long labels")], yLabel: "a label");
        IReadOnlyList<PanelLayout> panels = Figure.Grid(2, 2, lines, Figure.Image(model), Figure.Image(model, "with a title"), lines).Layout().Panels;
        Assert.Equal(panels[0].Frame.Plot.Left, panels[2].Frame.Plot.Left);
        Assert.Equal(panels[0].Frame.Plot.Right, panels[2].Frame.Plot.Right);
        Assert.Equal(panels[2].Frame.Plot.Top, panels[3].Frame.Plot.Top);
        Assert.Equal(panels[2].Frame.Plot.Bottom, panels[3].Frame.Plot.Bottom);
    }

    [Fact]
    public void Equal_aspect_gives_both_axes_the_same_scale_and_leaves_little_blank()
    {
        using NdArray<float> model = NdArray.Zeros<float>(400, 100);
        FigureLayout layout = Figure.Image(model, "wide", Extent.OfGrid(400, 10, 100, 10), xLabel: "x (m)", yLabel: "z (m)", aspect: Aspect.Equal).Layout();
        PlotFrame frame = layout.Panels[0].Frame;
        Assert.Equal(1, frame.X.PixelsPerUnit / frame.Y.PixelsPerUnit, 0.02);
        Assert.True(layout.Height - frame.Plot.Height < 120, $"{layout.Height} for a plot of {frame.Plot.Height}");
        Assert.True(layout.Width - frame.Plot.Width < 140, $"{layout.Width} for a plot of {frame.Plot.Width}");
    }

    [Fact]
    public void The_legend_covers_no_data()
    {
        var random = new Random(13);
        int inside = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            Series[] series = [.. Enumerable.Range(0, random.Next(1, 5)).Select(k => AnySeries(random, $"series number {k}"))];
            PanelLayout layout = Figure.Lines(series, "t", "x", "y").WithSize(random.Next(300, 900), random.Next(240, 600)).Layout().Panels[0];
            LegendBox legend = layout.Legend!;
            if (!legend.IsInside)
            {
                Assert.False(legend.Bounds.Overlaps(layout.Frame.Plot), $"trial {trial}");
                continue;
            }

            inside++;
            Assert.True(layout.Frame.Plot.Contains(legend.Bounds));
            foreach (Series one in series)
            {
                // Points, and places along the lines between them.
                for (int i = 0; i < one.X.Length; i++)
                {
                    for (int part = 0; part <= 20 && i > 0; part++)
                    {
                        double t = part / 20.0;
                        var p = new Point(
                            layout.Frame.X.ToPixel(one.X[i - 1]) + (t * (layout.Frame.X.ToPixel(one.X[i]) - layout.Frame.X.ToPixel(one.X[i - 1]))),
                            layout.Frame.Y.ToPixel(one.Y[i - 1]) + (t * (layout.Frame.Y.ToPixel(one.Y[i]) - layout.Frame.Y.ToPixel(one.Y[i - 1]))));
                        if (one.Style != LineStyle.None || part is 0 or 20) Assert.False(legend.Bounds.Contains(p), $"trial {trial}");
                    }
                }
            }
        }

        Assert.InRange(inside, 60, 300);
    }

    [Fact]
    public void The_legend_of_markers_on_an_image_stands_outside()
    {
        using NdArray<float> model = NdArray.Zeros<float>(40, 20);
        PanelLayout layout = Figure.Image(model).WithMarkers([3, 5], [0, 0], Marker.Star, "sources").Layout().Panels[0];
        Assert.False(layout.Legend!.IsInside);
        Assert.False(layout.Legend.Bounds.Overlaps(layout.Frame.Plot));
    }

    private static void CheckTexts(DrawList list, string which)
    {
        var canvas = new Box(0, 0, list.Width, list.Height);
        TextItem[] texts = [.. list.Items.OfType<TextItem>()];
        Box[] ink = [.. texts.Select(text => text.Skeleton.Bounds().Inflate(text.Style.StrokeWidth / 2))];
        Assert.NotEmpty(texts);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.True(canvas.Contains(ink[i]), $"{which}: '{texts[i].Text}' leaves the canvas: {ink[i]} in {canvas}");
            Assert.True(texts[i].Bounds.Inflate(1).Contains(ink[i]), $"{which}: '{texts[i].Text}' is larger than it was measured");
            for (int k = 0; k < i; k++) Assert.False(ink[i].Overlaps(ink[k]), $"{which}: '{texts[i].Text}' touches '{texts[k].Text}'");
        }
    }

    private static Figure AnyFigure(Random random)
    {
        Figure figure = AnyPanel(random).WithSize(random.Next(260, 1000), random.Next(220, 700));
        return random.Next(3) == 0 ? figure.WithTitle("A title for the whole figure") : figure;
    }

    private static Figure AnyPanel(Random random)
    {
        string? Maybe(string text) => random.Next(3) == 0 ? null : text;
        double scale = Math.Pow(10, (random.NextDouble() * 20) - 10);
        double offset = random.Next(4) == 0 ? 1e7 * scale : 0;
        using NdArray<double> values = NdArray.Fill<double>(random.Next(1, 40), random.Next(1, 40), (_, _) => offset + (scale * (random.NextDouble() - 0.3)));
        switch (random.Next(4))
        {
            case 0:
                Figure image = Figure.Image(values, Maybe("The title of an image"), new Extent(0, scale * 12, 0, 3), colorLabel: Maybe("v (km/s)"), xLabel: Maybe("x (km)"), yLabel: Maybe("z (km)"), aspect: random.Next(2) == 0 && scale is > 0.2 and < 5 ? Aspect.Equal : Aspect.Auto);
                return random.Next(2) == 0 ? image : image.WithMarkers([0, scale * 6], [0, 1.5], Marker.Star, "sources").WithMarkers([scale], [1], Marker.Triangle, "receivers");
            case 1:
                return Figure.Wiggle(values, Maybe("Traces"), 0.004, 0.1, xLabel: Maybe("Trace"), yLabel: Maybe("Time (s)"));
            case 2:
                double[] x = [.. Enumerable.Range(1, 30).Select(i => scale * i)];
                return Figure.Lines([new Series(x, [.. x.Select(v => v * v)], "square"), new Series(x, [.. x.Select(v => scale * v * Math.Sqrt(v / scale))], "another one")], Maybe("Logarithmic"), Maybe("h (m)"), Maybe("error"), AxisScale.Log, AxisScale.Log);
            default:
                return Figure.Lines([AnySeries(random, "first"), AnySeries(random, "second with a longer name")], Maybe("Lines"), Maybe("Time (s)"), Maybe("Amplitude (Pa)"));
        }
    }

    private static Series AnySeries(Random random, string label)
    {
        int count = random.Next(2, 60);
        double scale = Math.Pow(10, random.Next(-4, 5));
        double bend = random.NextDouble() * 3;
        double[] x = [.. Enumerable.Range(0, count).Select(i => i / (count - 1.0))];
        double noise = random.Next(3) == 0 ? 0.6 : 0.05;
        double[] y = [.. x.Select(v => scale * (Math.Pow(v, bend) + (noise * random.NextDouble())))];
        return new Series(x, y, label)
        {
            Marker = (Marker)random.Next(6),
            Style = random.Next(5) == 0 ? LineStyle.None : LineStyle.Solid,
        };
    }
}
