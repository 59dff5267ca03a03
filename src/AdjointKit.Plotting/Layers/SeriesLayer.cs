using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>A line with markers.</summary>
internal sealed class SeriesLayer(Series series, Color color) : Layer
{
    // The layout asks for the same frame many times while it looks for a free corner. A race only computes the same twice.
    private CachedPixels? cached;

    internal override LegendEntry? Legend => series.Label is { Length: > 0 } label ? new LegendEntry(label, color, series.Style, series.Width, series.Marker) : null;

    internal override ValueRange Horizontal(AxisScale scale) => Range(series.X, scale);

    internal override ValueRange Vertical(AxisScale scale) => Range(series.Y, scale);

    internal override void Draw(DrawList list, PlotFrame frame)
    {
        List<Point> points = Pixels(frame);
        if (series.Style != LineStyle.None)
        {
            // A half pixel of clip more than the frame, so that a line along the border keeps its width.
            VectorPath line = Polyline.Visible(Polyline.Thin(points, 0.5), frame.Plot.Inflate(8 + series.Width));
            list.Stroke(line, Pen(color, series.Style, series.Width), frame.Plot.Inflate(0.5));
        }

        if (series.Marker == Marker.None) return;
        var marks = new VectorPath();
        Box reach = frame.Plot.Inflate(0.01);
        foreach (Point p in points)
        {
            if (reach.Contains(p)) Markers.Add(marks, series.Marker, p, series.MarkerRadius);
        }

        // A thin light rim keeps free markers apart from an image under them.
        if (series.Style == LineStyle.None) list.Stroke(marks, Stroke.Solid(Color.White, 1.4));
        list.Fill(marks, color);
    }

    internal override bool Touches(Box box, PlotFrame frame)
    {
        List<Point> points = Pixels(frame);
        if (series.Style != LineStyle.None && Polyline.Touches(Polyline.Thin(points, 0.5), box.Inflate((series.Width / 2) + 1))) return true;
        double reach = Markers.Reach(series.Marker, series.MarkerRadius);
        Box near = box.Inflate(reach);
        return points.Exists(near.Contains);
    }

    /// <summary>The pen of a line.</summary>
    internal static Stroke Pen(Color color, LineStyle style, double width) => new(color, width, style switch
    {
        LineStyle.Dashed => [4.5 * width, 3.2 * width],
        LineStyle.Dotted => [0.2 * width, 2.4 * width],
        _ => [],
    });

    /// <summary>The pixel positions of the points of the series; NaN where there is a gap.</summary>
    internal List<Point> Pixels(PlotFrame frame)
    {
        if (cached is CachedPixels known && known.Frame == frame) return known.Points;
        var points = new List<Point>(series.X.Length);
        for (int i = 0; i < series.X.Length; i++) points.Add(new Point(frame.X.ToPixel(series.X[i]), frame.Y.ToPixel(series.Y[i])));
        cached = new CachedPixels(frame, points);
        return points;
    }

    private ValueRange Range(double[] values, AxisScale scale)
    {
        ValueRange range = ValueRange.Empty;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(series.X[i]) && double.IsFinite(series.Y[i]) && (scale == AxisScale.Linear || values[i] > 0)) range.Add(values[i]);
        }

        return range;
    }

    private sealed record CachedPixels(PlotFrame Frame, List<Point> Points);
}
