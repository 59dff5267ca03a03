using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting.Layers;

/// <summary>A line of text at a place of the plot.</summary>
internal sealed class TextLayer(double x, double y, string text, double shift) : Layer
{
    internal override ValueRange Horizontal(AxisScale scale) => ValueRange.Empty;

    internal override ValueRange Vertical(AxisScale scale) => ValueRange.Empty;

    internal override void Draw(DrawList list, PlotFrame frame)
    {
        // A light rim keeps it readable over lines and images.
        TextItem item = Item(frame);
        list.Stroke(item.Skeleton, Stroke.Solid(Color.White, item.Style.StrokeWidth + 4));
        list.Add(item);
    }

    internal override bool Touches(Box box, PlotFrame frame) => Item(frame).Bounds.Overlaps(box);

    /// <summary>Capitals stand with their middle at the place.</summary>
    private TextItem Item(PlotFrame frame) =>
        new(text, new Point(frame.X.ToPixel(x), frame.Y.ToPixel(y) + shift + (0.35 * Style.TickSize)), Style.Tick, TextAlign.Middle);
}
