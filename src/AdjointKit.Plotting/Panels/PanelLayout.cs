using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Fonts;
using AdjointKit.Plotting.Layers;

namespace AdjointKit.Plotting.Panels;

/// <summary>Space around the plot area of a panel, in logical pixels.</summary>
internal readonly record struct Margins(double Left, double Top, double Right, double Bottom)
{
    internal Margins Union(Margins other) => new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

/// <summary>
/// Where everything of a panel stands. Margins follow from the texts that have to fit, ticks from the plot area that the margins leave: a few rounds
/// settle both.
/// </summary>
internal sealed class PanelLayout
{
    private PanelLayout(Panel panel, Box cell, Margins margins, PlotFrame frame, TickSet xTicks, TickSet yTicks)
    {
        Panel = panel;
        Cell = cell;
        Margins = margins;
        Frame = frame;
        XTicks = xTicks;
        YTicks = yTicks;
        BarTicks = panel.ColorBar is ColorBarSpec bar ? TickChooser.Vertical(BarMap(bar, Bar), Style.TickSize) : null;
        Legend = LegendPlacement.Find(panel, frame);
        TitleLift = Math.Max(0, margins.Top - Needed(panel, frame).Top);
    }

    internal Panel Panel { get; }

    internal Box Cell { get; }

    internal Margins Margins { get; }

    internal PlotFrame Frame { get; }

    internal TickSet XTicks { get; }

    internal TickSet YTicks { get; }

    internal TickSet? BarTicks { get; }

    internal LegendBox? Legend { get; }

    /// <summary>How much higher the title stands than this panel alone needs, so that the titles of a row are level.</summary>
    internal double TitleLift { get; }

    /// <summary>The strip of colours.</summary>
    internal Box Bar => new(Frame.Plot.Right + Style.BarGap, Frame.Plot.Top, Frame.Plot.Right + Style.BarGap + Style.BarWidth, Frame.Plot.Bottom);

    internal AxisMap BarAxis => BarMap(Panel.ColorBar!, Bar);

    /// <summary>Lays a panel out in a cell of the figure; the margins are at least <paramref name="least"/> (to line panels up).</summary>
    internal static PanelLayout Make(Panel panel, Box cell, double pixelRatio, Margins least = default)
    {
        var margins = new Margins(50, 10, 10, 40).Union(least);
        PlotFrame frame = PlotIn(panel, cell, margins, pixelRatio);
        for (int round = 0; round < 4; round++)
        {
            Margins needed = Needed(panel, frame).Union(least);
            if (needed == margins) break;
            margins = needed;
            frame = PlotIn(panel, cell, margins, pixelRatio);
        }

        // The last round may have changed the ticks once more: take those whose labels fit what was reserved.
        return new PanelLayout(panel, cell, margins, frame, TickChooser.Horizontal(frame.X, Style.TickSize), TickChooser.Vertical(frame.Y, Style.TickSize));
    }

    private static AxisMap BarMap(ColorBarSpec bar, Box strip) => new(bar.High, bar.Low, AxisScale.Linear, strip.Top, strip.Bottom);

    private static PlotFrame PlotIn(Panel panel, Box cell, Margins margins, double pixelRatio)
    {
        (double left, double right, double top, double bottom) = panel.Limits();
        double width = Math.Max(20, cell.Width - margins.Left - margins.Right);
        double height = Math.Max(20, cell.Height - margins.Top - margins.Bottom);
        double x = cell.Left + margins.Left;
        double y = cell.Top + margins.Top;
        if (panel.Aspect == Aspect.Equal)
        {
            double ratio = Math.Abs((bottom - top) / (right - left));
            double fitted = Math.Min(width, height / ratio);
            x += (width - fitted) / 2;
            y += (height - (fitted * ratio)) / 2;
            (width, height) = (fitted, fitted * ratio);
        }

        // Whole pixels: frames and images stay sharp.
        var plot = new Box(Math.Round(x), Math.Round(y), Math.Round(x) + Math.Max(4, Math.Floor(width)), Math.Round(y) + Math.Max(4, Math.Floor(height)));
        return new PlotFrame(
            plot,
            new AxisMap(left, right, panel.X.Scale, plot.Left, plot.Right),
            new AxisMap(top, bottom, panel.Y.Scale, plot.Top, plot.Bottom),
            pixelRatio);
    }

    private static Margins Needed(Panel panel, PlotFrame frame)
    {
        TickSet xTicks = TickChooser.Horizontal(frame.X, Style.TickSize);
        TickSet yTicks = TickChooser.Vertical(frame.Y, Style.TickSize);
        double left = Style.Edge + (panel.HidesAxes ? 0 : Style.TickLength + Style.TickGap + Widest(yTicks));
        if (!panel.HidesAxes && Style.AxisLabel(panel.Y.Label, yTicks.Note).Length > 0) left += Style.LabelGap + Style.LineHeight(Style.LabelSize);
        double bottom = Style.Edge + (panel.HidesAxes ? 0 : Style.TickLength + Style.TickGap + Style.LineHeight(Style.TickSize));
        if (!panel.HidesAxes && Style.AxisLabel(panel.X.Label, xTicks.Note).Length > 0) bottom += Style.LabelGap + Style.LineHeight(Style.LabelSize);
        double top = Style.Edge + (0.5 * Style.TickSize);
        if (!string.IsNullOrEmpty(panel.Title)) top += Style.LineHeight(Style.TitleSize) + Style.LabelGap;
        double above = LegendPlacement.HeightAbove(panel, frame);
        if (above > 0) top += above + Style.LabelGap;
        double right = Style.Edge + 2;
        if (panel.ColorBar is ColorBarSpec bar)
        {
            var strip = new Box(0, frame.Plot.Top, Style.BarWidth, frame.Plot.Bottom);
            TickSet ticks = TickChooser.Vertical(BarMap(bar, strip), Style.TickSize);
            right += Style.BarGap + Style.BarWidth + Style.TickLength + Style.TickGap + Widest(ticks);
            if (Style.AxisLabel(bar.Label, ticks.Note).Length > 0) right += Style.LabelGap + Style.LineHeight(Style.LabelSize);
        }

        // Labels of the outermost ticks reach beyond the corners of the plot.
        foreach (Tick tick in xTicks.Major)
        {
            double half = StrokeFont.Measure(tick.Label, Style.TickSize) / 2;
            double at = frame.X.ToPixel(tick.Value);
            left = Math.Max(left, half - (at - frame.Plot.Left) + Style.Edge);
            right = Math.Max(right, half - (frame.Plot.Right - at) + Style.Edge);
        }

        return new Margins(Math.Ceiling(left), Math.Ceiling(top), Math.Ceiling(right), Math.Ceiling(bottom));
    }

    private static double Widest(TickSet ticks) => ticks.Major.Count == 0 ? 0 : ticks.Major.Max(tick => StrokeFont.Measure(tick.Label, Style.TickSize));
}
