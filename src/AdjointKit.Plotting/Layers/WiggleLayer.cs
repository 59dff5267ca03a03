using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Colors;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>
/// Seismic traces as lines that swing about their positions, the positive side filled. Time runs down. A sample that is not finite is a gap.
/// </summary>
/// <param name="traces">One column per trace, one row per sample.</param>
/// <param name="placement">Where traces and samples lie.</param>
/// <param name="swings">For each trace, the swing in drawn spacings of a value of one.</param>
/// <param name="clip">The largest swing in drawn spacings.</param>
/// <param name="every">Only every n-th trace is drawn, and has room for as many spacings.</param>
/// <param name="fill">The colour of the positive side; null: not filled.</param>
internal sealed class WiggleLayer(SampledField traces, TracePlacement placement, double[] swings, double clip, int every, Color? fill) : Layer
{
    private const double PenWidth = 0.7;

    internal override bool SetsLimits => true;

    internal override ValueRange Horizontal(AxisScale scale)
    {
        double margin = Math.Abs(placement.Spacing) * Math.Max(1, clip) * every;
        double last = placement.FirstTrace + ((traces.Columns - 1) * placement.Spacing);
        return new ValueRange(Math.Min(placement.FirstTrace, last) - margin, Math.Max(placement.FirstTrace, last) + margin);
    }

    internal override ValueRange Vertical(AxisScale scale)
    {
        double last = placement.TimeStart + (Math.Max(1, traces.Rows - 1) * placement.TimeStep);
        return new ValueRange(placement.TimeStart, last);
    }

    internal override bool Touches(Box box, PlotFrame frame) => box.Overlaps(frame.Plot);

    internal override void Draw(DrawList list, PlotFrame frame)
    {
        var lines = new VectorPath();
        var lobes = new VectorPath();
        double spacing = Math.Abs(placement.Spacing) * frame.X.PixelsPerUnit * every;
        for (int trace = 0; trace < traces.Columns; trace += every)
        {
            double center = frame.X.ToPixel(placement.FirstTrace + (trace * placement.Spacing));
            foreach (IReadOnlyList<Point> piece in Pieces(trace, frame))
            {
                AddLine(lines, piece, center, spacing);
                if (fill is not null) AddLobes(lobes, piece, center, spacing);
            }
        }

        if (fill is Color color) list.Fill(lobes, color, frame.Plot);
        list.Stroke(lines, Stroke.Solid(Panels.Style.Ink, spacing < 6 ? 0.75 * PenWidth : PenWidth), frame.Plot);
    }

    private static void AddLine(VectorPath lines, IReadOnlyList<Point> piece, double center, double spacing)
    {
        lines.MoveTo(center + (piece[0].Y * spacing), piece[0].X);
        for (int i = 1; i < piece.Count; i++) lines.LineTo(center + (piece[i].Y * spacing), piece[i].X);
    }

    /// <summary>Adds the area between the trace and its centre line where the swing is positive, cut at the crossings of the straight pieces.</summary>
    private static void AddLobes(VectorPath lobes, IReadOnlyList<Point> piece, double center, double spacing)
    {
        bool open = false;
        for (int i = 0; i < piece.Count; i++)
        {
            Point p = piece[i];
            if (p.Y > 0)
            {
                if (!open) lobes.MoveTo(center, i == 0 ? p.X : Crossing(piece[i - 1], p));
                lobes.LineTo(center + (p.Y * spacing), p.X);
                open = true;
            }
            else if (open)
            {
                lobes.LineTo(center, Crossing(piece[i - 1], p));
                lobes.Close();
                open = false;
            }
        }

        if (!open) return;
        lobes.LineTo(center, piece[^1].X);
        lobes.Close();
    }

    private static double Crossing(Point a, Point b) => a.X + ((b.X - a.X) * a.Y / (a.Y - b.Y));

    /// <summary>The unbroken pieces of a trace as (pixel of the time, swing in drawn spacings), thinned to the pixels there are.</summary>
    private List<IReadOnlyList<Point>> Pieces(int trace, PlotFrame frame)
    {
        var pieces = new List<IReadOnlyList<Point>>();
        var piece = new List<Point>();
        for (int row = 0; row < traces.Rows; row++)
        {
            double value = traces.Values[(row * traces.Columns) + trace];
            if (!double.IsFinite(value))
            {
                Finish();
                continue;
            }

            double swing = Math.Clamp(traces.Restore(value) * swings[trace], -clip, clip);
            piece.Add(new Point(frame.Y.ToPixel(placement.TimeStart + (row * placement.TimeStep)), swing));
        }

        Finish();
        return pieces;

        void Finish()
        {
            if (piece.Count > 1) pieces.Add(Polyline.Thin(piece, 0.5));
            piece = [];
        }
    }
}

/// <summary>Where the samples of a gather lie, in the units of the axes.</summary>
internal readonly record struct TracePlacement(double FirstTrace, double Spacing, double TimeStart, double TimeStep);
