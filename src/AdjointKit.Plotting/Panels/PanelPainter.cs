using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Fonts;
using AdjointKit.Plotting.Layers;

namespace AdjointKit.Plotting.Panels;

/// <summary>Draws a laid-out panel.</summary>
internal static class PanelPainter
{
    private const double MinorTickLength = 2.5;

    internal static void Draw(DrawList list, PanelLayout layout)
    {
        Panel panel = layout.Panel;
        Box plot = layout.Frame.Plot;
        if (panel.ShowsGrid && !panel.HidesAxes) DrawGrid(list, layout);
        foreach (Layer layer in panel.Layers) layer.Draw(list, layout.Frame);
        if (panel.Remark is string remark) list.Text(remark, new Point(plot.Center.X, plot.Center.Y + (0.35 * Style.LabelSize)), Style.Label, TextAlign.Middle);
        if (!panel.HidesAxes)
        {
            list.Stroke(VectorPath.Rectangle(plot), Stroke.Solid(Style.FrameColor, 1, square: true));
            DrawHorizontalAxis(list, layout);
            DrawVerticalAxis(list, layout);
        }

        if (panel.ColorBar is ColorBarSpec bar) DrawColorBar(list, layout, bar);
        if (layout.Legend is LegendBox legend) DrawLegend(list, legend);
        if (!string.IsNullOrEmpty(panel.Title))
        {
            double top = plot.Top - (0.5 * Style.TickSize);
            if (layout.Legend is { IsInside: false } above) top = above.Bounds.Top - Style.LabelGap;
            string title = Fit(panel.Title, Style.TitleSize, layout.Cell.Width - (2 * Style.Edge));
            double half = StrokeFont.Measure(title, Style.TitleSize) / 2;
            double center = Math.Clamp(plot.Center.X, layout.Cell.Left + Style.Edge + half, layout.Cell.Right - Style.Edge - half);
            list.Text(title, new Point(center, top - layout.TitleLift - (StrokeFont.Descent * Style.TitleSize)), Style.Title, TextAlign.Middle);
        }
    }

    /// <summary>Cuts a text that is wider than its room and ends it with an ellipsis.</summary>
    internal static string Fit(string text, double size, double room)
    {
        if (StrokeFont.Measure(text, size) <= room) return text;
        int length = text.Length;
        while (length > 0 && StrokeFont.Measure(string.Concat(text.AsSpan(0, length), "…"), size) > room) length--;
        return length == 0 ? "" : string.Concat(text.AsSpan(0, length).TrimEnd(), "…");
    }

    private static void DrawGrid(DrawList list, PanelLayout layout)
    {
        Box plot = layout.Frame.Plot;
        var grid = new VectorPath();
        foreach (Tick tick in layout.XTicks.Major)
        {
            double x = Sharp(layout.Frame.X.ToPixel(tick.Value));
            grid.MoveTo(x, plot.Top);
            grid.LineTo(x, plot.Bottom);
        }

        foreach (Tick tick in layout.YTicks.Major)
        {
            double y = Sharp(layout.Frame.Y.ToPixel(tick.Value));
            grid.MoveTo(plot.Left, y);
            grid.LineTo(plot.Right, y);
        }

        list.Stroke(grid, Stroke.Solid(Style.GridColor, 1, square: true), plot);
    }

    private static void DrawHorizontalAxis(DrawList list, PanelLayout layout)
    {
        Box plot = layout.Frame.Plot;
        var marks = new VectorPath();
        double baseLine = plot.Bottom + Style.TickLength + Style.TickGap + (StrokeFont.CapitalHeight * Style.TickSize) + 1;
        foreach (Tick tick in layout.XTicks.Major)
        {
            double x = layout.Frame.X.ToPixel(tick.Value);
            Mark(marks, new Point(Sharp(x), plot.Bottom), new Point(0, Style.TickLength));
            list.Text(tick.Label, new Point(x, baseLine), Style.Tick, TextAlign.Middle);
        }

        foreach (double value in layout.XTicks.Minor) Mark(marks, new Point(Sharp(layout.Frame.X.ToPixel(value)), plot.Bottom), new Point(0, MinorTickLength));
        list.Stroke(marks, Stroke.Solid(Style.FrameColor, 1, square: true));
        string label = Fit(Style.AxisLabel(layout.Panel.X.Label, layout.XTicks.Note), Style.LabelSize, layout.Cell.Width - (2 * Style.Edge));
        double half = StrokeFont.Measure(label, Style.LabelSize) / 2;
        double center = Math.Clamp(plot.Center.X, layout.Cell.Left + Style.Edge + half, layout.Cell.Right - Style.Edge - half);
        double y = plot.Bottom + Style.TickLength + Style.TickGap + Style.LineHeight(Style.TickSize) + Style.LabelGap + (StrokeFont.Ascent * Style.LabelSize);
        list.Text(label, new Point(center, y - 1), Style.Label, TextAlign.Middle);
    }

    private static void DrawVerticalAxis(DrawList list, PanelLayout layout)
    {
        Box plot = layout.Frame.Plot;
        var marks = new VectorPath();
        double right = plot.Left - Style.TickLength - Style.TickGap;
        double widest = 0;
        foreach (Tick tick in layout.YTicks.Major)
        {
            double y = layout.Frame.Y.ToPixel(tick.Value);
            Mark(marks, new Point(plot.Left, Sharp(y)), new Point(-Style.TickLength, 0));
            list.Text(tick.Label, new Point(right, y + (0.35 * Style.TickSize)), Style.Tick, TextAlign.End);
            widest = Math.Max(widest, StrokeFont.Measure(tick.Label, Style.TickSize));
        }

        foreach (double value in layout.YTicks.Minor) Mark(marks, new Point(plot.Left, Sharp(layout.Frame.Y.ToPixel(value))), new Point(-MinorTickLength, 0));
        list.Stroke(marks, Stroke.Solid(Style.FrameColor, 1, square: true));
        UpwardsLabel(list, layout, Style.AxisLabel(layout.Panel.Y.Label, layout.YTicks.Note), right - widest - Style.LabelGap - (StrokeFont.Descent * Style.LabelSize));
    }

    private static void DrawColorBar(DrawList list, PanelLayout layout, ColorBarSpec bar)
    {
        Box strip = layout.Bar;
        int rows = Math.Max(2, (int)Math.Round(strip.Height * layout.Frame.PixelRatio));
        var image = new PixelImage(1, rows);
        for (int row = 0; row < rows; row++) image[0, row] = bar.Map.At(1 - ((row + 0.5) / rows));
        list.Add(new ImageItem(image, strip));
        list.Stroke(VectorPath.Rectangle(strip), Stroke.Solid(Style.FrameColor, 1, square: true));
        var marks = new VectorPath();
        AxisMap axis = layout.BarAxis;
        double left = strip.Right + Style.TickLength + Style.TickGap;
        double widest = 0;
        foreach (Tick tick in layout.BarTicks!.Major)
        {
            double y = axis.ToPixel(tick.Value);
            Mark(marks, new Point(strip.Right, Sharp(y)), new Point(Style.TickLength, 0));
            list.Text(tick.Label, new Point(left, y + (0.35 * Style.TickSize)), Style.Tick, TextAlign.Start);
            widest = Math.Max(widest, StrokeFont.Measure(tick.Label, Style.TickSize));
        }

        list.Stroke(marks, Stroke.Solid(Style.FrameColor, 1, square: true));
        UpwardsLabel(list, layout, Style.AxisLabel(bar.Label, layout.BarTicks.Note), left + widest + Style.LabelGap + (StrokeFont.Ascent * Style.LabelSize) - 1);
    }

    private static void UpwardsLabel(DrawList list, PanelLayout layout, string text, double x)
    {
        string label = Fit(text, Style.LabelSize, layout.Cell.Height - (2 * Style.Edge));
        double half = StrokeFont.Measure(label, Style.LabelSize) / 2;
        double center = Math.Clamp(layout.Frame.Plot.Center.Y, layout.Cell.Top + Style.Edge + half, layout.Cell.Bottom - Style.Edge - half);
        list.Text(label, new Point(x, center), Style.Label, TextAlign.Middle, upwards: true);
    }

    private static void DrawLegend(DrawList list, LegendBox legend)
    {
        if (legend.IsInside)
        {
            VectorPath box = VectorPath.Rectangle(legend.Bounds);
            list.Fill(box, Color.White);
            list.Stroke(box, Stroke.Solid(Style.LegendBorder, 1, square: true));
        }

        foreach (PlacedEntry placed in legend.Entries)
        {
            LegendEntry entry = placed.Entry;
            double middle = placed.At.Y - (0.35 * Style.TickSize);
            if (entry.Style != LineStyle.None)
            {
                list.Stroke(VectorPath.Line(placed.At.X, middle, placed.At.X + LegendPlacement.KeyLength, middle), SeriesLayer.Pen(entry.Color, entry.Style, entry.Width));
            }

            var mark = new VectorPath();
            Markers.Add(mark, entry.Marker, new Point(placed.At.X + (LegendPlacement.KeyLength / 2), middle), 3.2);
            list.Fill(mark, entry.Color);
            list.Text(entry.Label, new Point(placed.At.X + LegendPlacement.KeyLength + LegendPlacement.KeyGap, placed.At.Y), Style.Tick, TextAlign.Start);
        }
    }

    private static void Mark(VectorPath path, Point at, Point by)
    {
        path.MoveTo(at.X, at.Y);
        path.LineTo(at + by);
    }

    /// <summary>The frame is drawn on whole pixels, half on either side; ticks do the same.</summary>
    private static double Sharp(double pixel) => Math.Round(pixel);
}
