namespace AdjointKit.Plotting.Drawing;

/// <summary>Open and closed polylines. Curves are flattened when they are added, so every sink sees the same straight segments.</summary>
internal sealed class VectorPath
{
    private readonly List<Contour> contours = [];

    /// <summary>The polylines in the order in which they were begun.</summary>
    internal IReadOnlyList<Contour> Contours => contours;

    internal bool IsEmpty => contours.Count == 0;

    internal static VectorPath Line(double x0, double y0, double x1, double y1)
    {
        var path = new VectorPath();
        path.MoveTo(x0, y0);
        path.LineTo(x1, y1);
        return path;
    }

    internal static VectorPath Rectangle(Box box)
    {
        var path = new VectorPath();
        path.AddPolygon([new(box.Left, box.Top), new(box.Right, box.Top), new(box.Right, box.Bottom), new(box.Left, box.Bottom)]);
        return path;
    }

    internal void MoveTo(double x, double y) => contours.Add(new Contour(Finite(new Point(x, y))));

    internal void LineTo(double x, double y) => Last.Points.Add(Finite(new Point(x, y)));

    internal void LineTo(Point p) => LineTo(p.X, p.Y);

    /// <summary>Adds a cubic Bezier curve from the pen to <paramref name="end"/>, flattened to within about a fortieth of a unit.</summary>
    internal void CurveTo(Point first, Point second, Point end)
    {
        Point start = Last.Points[^1];
        double bend = Math.Max(Length(start - (2 * first) + second), Length(first - (2 * second) + end));
        int pieces = Math.Clamp((int)Math.Ceiling(Math.Sqrt(0.75 * bend / 0.025)), 2, 64);
        for (int i = 1; i <= pieces; i++)
        {
            double t = (double)i / pieces;
            double s = 1 - t;
            LineTo((s * s * s * start) + (3 * s * s * t * first) + (3 * s * t * t * second) + (t * t * t * end));
        }
    }

    internal void Close() => Last.IsClosed = true;

    internal void AddPolygon(ReadOnlySpan<Point> corners)
    {
        MoveTo(corners[0].X, corners[0].Y);
        foreach (Point corner in corners[1..]) LineTo(corner);
        Close();
    }

    internal void AddEllipse(Point center, double radiusX, double radiusY)
    {
        int corners = Math.Clamp((int)Math.Ceiling(8 * Math.Sqrt(Math.Max(radiusX, radiusY))), 12, 96);
        MoveTo(center.X + radiusX, center.Y);
        for (int i = 1; i < corners; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / corners);
            LineTo(center.X + (radiusX * cos), center.Y + (radiusY * sin));
        }

        Close();
    }

    /// <summary>The smallest box around all points, without the width of a stroke.</summary>
    internal Box Bounds()
    {
        Box bounds = Box.Nothing;
        foreach (Contour contour in contours)
        {
            foreach (Point p in contour.Points) bounds = bounds.Union(p);
        }

        return bounds;
    }

    private Contour Last => contours[^1];

    private static double Length(Point p) => Math.Sqrt((p.X * p.X) + (p.Y * p.Y));

    // A point that is not finite would spread through bounds, dashes and the filler: stop it where it enters.
    private static Point Finite(Point p) => double.IsFinite(p.X) && double.IsFinite(p.Y)
        ? p
        : throw new ArgumentException($"a path cannot go through ({p.X}, {p.Y}): leave a gap where a value is not finite", nameof(p));

    /// <summary>One polyline.</summary>
    internal sealed class Contour(Point start)
    {
        internal List<Point> Points { get; } = [start];

        internal bool IsClosed { get; set; }
    }
}
