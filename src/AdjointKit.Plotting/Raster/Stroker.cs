using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Raster;

/// <summary>
/// Turns strokes into polygons: a quadrilateral per segment, a wedge on the outer side of each corner, caps at the ends. All pieces wind the same way,
/// and neighbours share their radial edges, whose contributions cancel: the union has no seams.
/// </summary>
internal static class Stroker
{
    private const double MiterLimit = 4;

    /// <summary>How far, in pixels, a chord may run inside its arc.</summary>
    private const double Flatness = 0.015;

    /// <summary>Adds the outline of a stroked path, scaled to pixels, to a filler.</summary>
    internal static void Add(CoverageFiller filler, VectorPath path, Stroke stroke, double scale)
    {
        double half = stroke.Width * scale / 2;
        foreach (VectorPath.Contour contour in path.Contours)
        {
            List<Point> points = WithoutRepeats(contour, scale);
            bool closed = contour.IsClosed && points.Count > 2;
            if (points.Count > 1 && stroke.Dashes.Count > 0)
            {
                if (closed) points.Add(points[0]);
                foreach (List<Point> dash in Dashes(points, stroke.Dashes, scale)) AddLine(filler, dash, false, half, stroke.Square);
            }
            else
            {
                AddLine(filler, points, closed, half, stroke.Square);
            }
        }
    }

    private static List<Point> WithoutRepeats(VectorPath.Contour contour, double scale)
    {
        const double Least = 1e-6;
        var points = new List<Point>(contour.Points.Count);
        foreach (Point p in contour.Points)
        {
            Point scaled = scale * p;
            if (points.Count == 0 || Math.Abs(scaled.X - points[^1].X) > Least || Math.Abs(scaled.Y - points[^1].Y) > Least) points.Add(scaled);
        }

        if (contour.IsClosed && points.Count > 1 && Math.Abs(points[0].X - points[^1].X) <= Least && Math.Abs(points[0].Y - points[^1].Y) <= Least) points.RemoveAt(points.Count - 1);
        return points;
    }

    private static void AddLine(CoverageFiller filler, List<Point> points, bool closed, double half, bool square)
    {
        int segments = closed ? points.Count : points.Count - 1;
        if (segments < 1)
        {
            if (!square) AddFan(filler, points[0], new Point(half, 0), 2 * Math.PI, half);
            return;
        }

        Point before = default;
        for (int i = 0; i < segments; i++)
        {
            Point a = points[i];
            Point b = points[(i + 1) % points.Count];
            Point normal = Normal(a, b, half);
            filler.AddPolygon([a + normal, b + normal, b - normal, a - normal]);
            if (i > 0) AddCorner(filler, a, before, normal, half, square);
            else if (!closed && !square) AddFan(filler, a, normal, Math.PI, half);
            before = normal;
        }

        if (closed) AddCorner(filler, points[0], before, Normal(points[0], points[1], half), half, square);
        else if (!square) AddFan(filler, points[^1], before, -Math.PI, half);
    }

    /// <summary>Fills the outer side of a corner between the normals of the segments that meet there.</summary>
    private static void AddCorner(CoverageFiller filler, Point at, Point from, Point to, double half, bool square)
    {
        double cross = (from.X * to.Y) - (from.Y * to.X);
        double dot = (from.X * to.X) + (from.Y * to.Y);
        double turn = Math.Atan2(cross, dot);
        if (Math.Abs(turn) < 1e-9) return;

        // The outer side lies along the normals for a turn of one sign, against them for the other.
        Point start = turn > 0 ? -1 * from : from;
        Point end = turn > 0 ? -1 * to : to;
        double miter = 1 / Math.Max(1e-9, Math.Cos(turn / 2));
        if (square && miter <= MiterLimit)
        {
            double stretch = miter * miter / 2;
            Point tip = at + (stretch * (start + end));
            AddOriented(filler, [at, at + start, tip, at + end], turn);
            return;
        }

        if (square) AddOriented(filler, [at, at + start, at + end], turn);
        else AddFan(filler, at, start, turn, half);
    }

    /// <summary>A sector of a disc around a point, from a radius on through an angle.</summary>
    private static void AddFan(CoverageFiller filler, Point center, Point radius, double angle, double half)
    {
        int pieces = Math.Clamp((int)Math.Ceiling(Math.Abs(angle) / (2 * Math.Acos(1 - Math.Min(0.5, Flatness / Math.Max(half, Flatness))))), 1, 64);
        Span<Point> corners = stackalloc Point[pieces + 2];
        corners[0] = center;
        for (int i = 0; i <= pieces; i++)
        {
            (double sin, double cos) = Math.SinCos(angle * i / pieces);
            corners[i + 1] = center + new Point((cos * radius.X) - (sin * radius.Y), (sin * radius.X) + (cos * radius.Y));
        }

        AddOriented(filler, corners, angle);
    }

    // The quadrilaterals of segments wind with negative area (y down); every other piece must do the same.
    private static void AddOriented(CoverageFiller filler, Span<Point> corners, double turn)
    {
        if (turn > 0) corners.Reverse();
        filler.AddPolygon(corners);
    }

    private static Point Normal(Point a, Point b, double half)
    {
        Point d = b - a;
        double length = Math.Sqrt((d.X * d.X) + (d.Y * d.Y));
        return new Point(-d.Y * half / length, d.X * half / length);
    }

    private static IEnumerable<List<Point>> Dashes(List<Point> points, IReadOnlyList<double> pattern, double scale)
    {
        int index = 0;
        double left = pattern[0] * scale;
        bool on = true;
        var dash = new List<Point> { points[0] };
        for (int i = 1; i < points.Count; i++)
        {
            Point a = points[i - 1];
            Point d = points[i] - a;
            double length = Math.Sqrt((d.X * d.X) + (d.Y * d.Y));
            double done = 0;
            while (length - done > left)
            {
                done += left;
                Point cut = a + (done / length * d);
                if (on)
                {
                    dash.Add(cut);
                    yield return dash;
                }

                dash = [cut];
                on = !on;
                index = (index + 1) % pattern.Count;
                left = Math.Max(pattern[index] * scale, 1e-3);
            }

            left -= length - done;
            if (on) dash.Add(points[i]);
        }

        if (on && dash.Count > 1) yield return dash;
    }
}
