using System.Xml.Linq;
using AdjointKit.Arrays;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Fonts;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting.Tests;

public sealed class FigureTests
{
    [Fact]
    public void An_image_shows_each_sample_where_its_extent_says_in_the_colour_of_its_value()
    {
        using NdArray<float> values = NdArray.Fill<float>(4, 3, (i, k) => (10 * i) + k);
        Figure figure = Figure.Image(values, extent: Extent.OfGrid(4, 10, 3, 5)).WithSize(400, 300).WithScale(1);
        PngDecoder picture = PngDecoder.Decode(figure.ToPng());
        PanelLayout layout = figure.Layout().Panels[0];
        for (int i = 0; i < 4; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                Color expected = ColorMap.Viridis.At(((10 * i) + k) / 32.0);
                Assert.Equal((expected.R, expected.G, expected.B), picture.At((int)layout.Frame.X.ToPixel(10 * i), (int)layout.Frame.Y.ToPixel(5 * k)));
            }
        }

        // The vertical axis points down.
        Assert.True(layout.Frame.Y.ToPixel(0) < layout.Frame.Y.ToPixel(10));
    }

    [Fact]
    public void A_text_stands_with_its_middle_at_its_place_and_a_diagram_has_no_axes()
    {
        Figure plain = Figure.Lines([new Series([0, 1], [0, 1])]).WithSize(400, 300);
        Figure figure = plain.WithText(0.25, 0.5, "knot", shift: 20).WithoutAxes();
        PanelLayout layout = figure.Layout().Panels[0];
        TextItem text = Assert.Single(figure.Draw().Items.OfType<TextItem>());
        Assert.Equal("knot", text.Text);
        Assert.Equal(layout.Frame.X.ToPixel(0.25), text.Bounds.Center.X, 1e-9);
        Assert.Equal(layout.Frame.Y.ToPixel(0.5) + 20, text.Anchor.Y - (0.35 * text.Style.Size), 1e-9);
        Assert.True(plain.Draw().Items.OfType<TextItem>().Count() > 4);
        Assert.True(layout.Frame.Plot.Width > plain.Layout().Panels[0].Frame.Plot.Width);
    }

    [Fact]
    public void The_axis_order_says_which_axis_runs_to_the_right()
    {
        using NdArray<float> xz = NdArray.Fill<float>(5, 3, (i, k) => (10 * i) + k);
        using NdArray<float> zx = NdArray.Fill<float>(3, 5, (k, i) => (10 * i) + k);
        Assert.Equal(Figure.Image(xz).ToPng(), Figure.Image(zx, order: AxisOrder.VerticalFirst).ToPng());
        Assert.Equal(Figure.Image(xz).ToPng(), Figure.Image(zx.Transpose(1, 0)).ToPng());
    }

    [Fact]
    public void A_shrunk_image_is_averaged()
    {
        // A fine checkerboard becomes its mean, not one of its two colours.
        using NdArray<float> board = NdArray.Fill<float>(4000, 3000, (i, k) => (i + k) % 2);
        Figure figure = Figure.Image(board, colorMap: ColorMap.Gray).WithSize(300, 250).WithScale(1);
        PngDecoder picture = PngDecoder.Decode(figure.ToPng());
        Box plot = figure.Layout().Panels[0].Frame.Plot;
        for (int y = (int)plot.Top + 3; y < plot.Bottom - 3; y += 7)
        {
            for (int x = (int)plot.Left + 3; x < plot.Right - 3; x += 7) Assert.InRange(picture.At(x, y).R, 110, 145);
        }
    }

    [Fact]
    public void Bilinear_interpolation_passes_through_the_samples_and_between_them()
    {
        using NdArray<double> values = NdArray.From(new double[,] { { 0 }, { 1 } });
        Figure figure = Figure.Image(values, colorMap: ColorMap.Gray, interpolation: Interpolation.Bilinear).WithSize(400, 200).WithScale(1);
        PngDecoder picture = PngDecoder.Decode(figure.ToPng());
        PanelLayout layout = figure.Layout().Panels[0];
        int y = (int)layout.Frame.Plot.Center.Y;
        Assert.InRange(picture.At((int)layout.Frame.X.ToPixel(0.5), y).R, 124, 131);
        Assert.InRange(picture.At((int)layout.Frame.X.ToPixel(0.25), y).R, 61, 67);
        Assert.Equal(0, picture.At((int)layout.Frame.X.ToPixel(-0.3), y).R);
        Assert.Equal(255, picture.At((int)layout.Frame.X.ToPixel(1.3), y).R);
    }

    [Fact]
    public void Values_that_are_not_finite_have_the_neutral_colour()
    {
        using NdArray<float> values = NdArray.From(new float[,] { { 0, float.NaN }, { float.PositiveInfinity, 1 }, { float.NegativeInfinity, 0.5f } });
        Figure figure = Figure.Image(values).WithSize(300, 300).WithScale(1);
        PngDecoder picture = PngDecoder.Decode(figure.ToPng());
        PanelLayout layout = figure.Layout().Panels[0];
        Color missing = ColorMap.Viridis.Missing;
        foreach ((int i, int k) in new[] { (0, 1), (1, 0), (2, 0) })
        {
            Assert.Equal((missing.R, missing.G, missing.B), picture.At((int)layout.Frame.X.ToPixel(i), (int)layout.Frame.Y.ToPixel(k)));
        }

        Color top = ColorMap.Viridis.At(1);
        Assert.Equal((top.R, top.G, top.B), picture.At((int)layout.Frame.X.ToPixel(1), (int)layout.Frame.Y.ToPixel(1)));
    }

    [Fact]
    public void Gaps_extremes_and_nothing_at_all_are_drawn_without_failure()
    {
        double[] wild = [0, double.NaN, 1, double.PositiveInfinity, 2, -3, double.NegativeInfinity, 4];
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7];
        Figure[] figures =
        [
            Figure.Lines([new Series(x, wild, "wild") { Marker = Marker.Circle }]),
            Figure.Lines([new Series(wild, x)], xScale: AxisScale.Log),
            Figure.Lines([new Series(x, wild, "wild")], yScale: AxisScale.Log),
            Figure.Lines([]),
            Figure.Lines([new Series([], [], "empty")]),
            Figure.Lines([new Series([double.NaN], [1.0], "nothing")], yScale: AxisScale.Log),
            Figure.Lines([new Series([3.0], [7.0], "one point")]),
            Figure.Lines([new Series(x, [5, 5, 5, 5, 5, 5, 5, 5], "constant")]),
            Figure.Lines([new Series([0.0, 1e300], [-1e300, 1e300], "huge")]),
            Figure.Lines([new Series([0.0, 1e-300], [0, 1e-300], "tiny")]),
            Figure.Lines([new Series([1.0, 2], [1e-300, 1e300], "both")], yScale: AxisScale.Log),
            Figure.Lines([new Series(x, x, "out of sight")], xLimits: (100, 200), yLimits: (1e9, 2e9)),
            Figure.Image(NdArray.Fill<double>(3, 3, (i, _) => i * 1e300)),
            Figure.Image(NdArray.Fill<double>(3, 3, (i, _) => i * 1e-300)),
            Figure.Image(NdArray.Fill<double>(3, 3, (i, k) => 1e15 + i + k)),
            Figure.Image(NdArray.Fill<int>(1, 1, (_, _) => 7)),
            Figure.Image(NdArray.Fill<float>(3, 3, (_, _) => float.NaN)),
            Figure.Wiggle(NdArray.Zeros<float>(3, 50)),
            Figure.Wiggle(NdArray.Fill<float>(3, 50, (_, _) => float.NaN)),
            Figure.Wiggle(NdArray.Fill<double>(1, 1, (_, _) => 2)),
            Figure.Wiggle(NdArray.Fill<double>(3, 50, (i, k) => k == 20 ? double.NaN : 1e200 * Math.Sin(k))),
        ];
        foreach (Figure figure in figures)
        {
            Figure small = figure.WithSize(300, 220).WithScale(1);
            PngDecoder picture = PngDecoder.Decode(small.ToPng());
            Assert.Equal((300, 220), (picture.Width, picture.Height));
            XDocument.Parse(small.ToSvg());
        }
    }

    [Fact]
    public void The_svg_is_well_formed_whatever_the_texts_and_refers_to_nothing_outside()
    {
        using NdArray<float> values = NdArray.Fill<float>(20, 10, (i, k) => i * k);
        string svg = Figure.Grid(1, 2, Figure.Image(values, "a < b & \"c\" > d\u0001", xLabel: "∂u/∂x"), Figure.Lines([new Series([0, 1, 2], [0, 2, 1], "<&>") { Style = LineStyle.Dashed }])).WithTitle("λ & σ").ToSvg();
        XDocument document = XDocument.Parse(svg);
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(ns + "svg", document.Root!.Name);
        string[] ids = [.. document.Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>()];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (XElement element in document.Descendants())
        {
            if (element.Attribute("clip-path") is XAttribute clip) Assert.Contains(clip.Value[5..^1], ids);
            foreach (XAttribute reference in element.Attributes().Where(a => a.Name.LocalName == "href")) Assert.StartsWith("data:image/png;base64,", reference.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_appear_whole_with_the_kind_that_the_name_says()
    {
        string folder = Directory.CreateTempSubdirectory("figures").FullName;
        try
        {
            Figure figure = Figure.Lines([new Series([0, 1], [0, 1])]).WithSize(200, 150);
            figure.Save(Path.Combine(folder, "a.svg"));
            figure.Save(Path.Combine(folder, "a.PNG"));
            Assert.Equal(figure.ToSvg(), File.ReadAllText(Path.Combine(folder, "a.svg")));
            Assert.Equal(figure.ToPng(), File.ReadAllBytes(Path.Combine(folder, "a.PNG")));
            Assert.Contains(".svg or .png", Assert.Throws<ArgumentException>(() => figure.Save(Path.Combine(folder, "a.gif"))).Message, StringComparison.Ordinal);
            Assert.Throws<DirectoryNotFoundException>(() => figure.Save(Path.Combine(folder, "no", "a.svg")));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Wrong_input_is_refused_in_words()
    {
        using NdArray<float> cube = NdArray.Zeros<float>(2, 2, 2);
        using NdArray<float> empty = NdArray.Zeros<float>(0, 4);
        using NdArray<float> fine = NdArray.Zeros<float>(2, 2);
        Assert.Contains("two axes", Assert.Throws<ArgumentException>(() => Figure.Image(cube)).Message, StringComparison.Ordinal);
        Assert.Contains("no elements", Assert.Throws<ArgumentException>(() => Figure.Image(empty)).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Figure.Image(fine, extent: new Extent(1, 1, 0, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Figure.Lines([], xScale: AxisScale.Log, xLimits: (-1, 3)));
        Assert.Throws<ArgumentException>(() => Figure.Grid(1, 1, Figure.Image(fine), Figure.Image(fine)));
        Assert.Throws<ArgumentException>(() => new Series([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Wiggle(fine, timeStep: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Image(fine).WithSize(50_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Image(fine).WithSize(8000).WithScale(4));
    }

    [Fact]
    public void The_font_draws_every_printable_character()
    {
        string characters = string.Concat(Enumerable.Range(32, 95).Select(c => (char)c)) + "°µ±²×λσ–−";
        foreach (char c in characters)
        {
            Assert.True(StrokeFont.Has(c), $"no glyph for '{c}'");
            var item = new TextItem(c.ToString(), new Point(100, 100), new TextStyle(12, Color.Black), TextAlign.Start);
            Assert.Equal(c == ' ', item.Skeleton.IsEmpty);
            if (c != ' ') Assert.True(item.Bounds.Inflate(0.7).Contains(item.Skeleton.Bounds()), $"'{c}' leaves its box");
        }

        // Different characters look different.
        string[] drawings = [.. characters.Where(c => c != ' ').Select(Drawing)];
        Assert.Equal(drawings.Length, drawings.Distinct(StringComparer.Ordinal).Count());

        static string Drawing(char c) => string.Join(';', new TextItem(c.ToString(), default, new TextStyle(40, Color.Black), TextAlign.Start).Skeleton.Contours.SelectMany(contour => contour.Points));
    }
}
