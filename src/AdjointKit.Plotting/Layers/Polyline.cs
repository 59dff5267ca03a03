using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>Polylines of data: gaps where a point has no place, cut to a box, thinned where many points share a pixel column.</summary>
internal static class Polyline
{
    /// <summary>Builds the visible part of a line through pixel positions (NaN is a gap).</summary>
    /// <param name="points">The positions.</param>
    /// <param name="box">What lies outside is cut off; give some room beyond the clip for the width of the pen.</param>
    internal static VectorPath Visible(IReadOnlyList<Point> points, Box box)
    {
        var path = new VectorPath();
        Point? pen = null;
        for (int i = 1; i < points.Count; i++)
        {
            if (!Cut(points[i - 1], points[i], box, out Point from, out Point to))
            {
                pen = null;
                continue;
            }

            if (pen != from) path.MoveTo(from.X, from.Y);
            path.LineTo(to);
            pen = to;
        }

        return path;
    }

    /// <summary>Whether any part of the line lies in a box.</summary>
    internal static bool Touches(IReadOnlyList<Point> points, Box box)
    {
        for (int i = 1; i < points.Count; i++)
        {
            if (Cut(points[i - 1], points[i], box, out _, out _)) return true;
        }

        return false;
    }

    /// <summary>
    /// Where points outnumber pixels: of the points within one column of <paramref name="column"/> pixels only the first, the extremes and the last are
    /// kept, in their order. The picture is the same. Only for lines that run to the right.
    /// </summary>
    internal static IReadOnlyList<Point> Thin(IReadOnlyList<Point> points, double column)
    {
        if (points.Count < 2000) return points;
        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].X < points[i - 1].X) return points;
        }

        var kept = new List<Point>();
        int start = 0;
        while (start < points.Count)
        {
            int end = start + 1;
            int low = start;
            int high = start;
            double limit = points[start].X + column;
            while (end < points.Count && points[end].X < limit && !double.IsNaN(points[end].Y))
            {
                if (points[end].Y < points[low].Y) low = end;
                if (points[end].Y > points[high].Y) high = end;
                end++;
            }

            int previous = -1;
            foreach (int index in (ReadOnlySpan<int>)[start, Math.Min(low, high), Math.Max(low, high), end - 1])
            {
                if (index != previous) kept.Add(points[index]);
                previous = index;
            }

            start = end;
        }

        return kept;
    }

    /// <summary>The part of a segment inside a box (Liang and Barsky 1984).</summary>
    private static bool Cut(Point a, Point b, Box box, out Point from, out Point to)
    {
        from = a;
        to = b;
        double enter = 0;
        double leave = 1;
        Point d = b - a;
        if (!double.IsFinite(d.X) || !double.IsFinite(d.Y)) return false;
        if (!Narrow(-d.X, a.X - box.Left, ref enter, ref leave) || !Narrow(d.X, box.Right - a.X, ref enter, ref leave)
            || !Narrow(-d.Y, a.Y - box.Top, ref enter, ref leave) || !Narrow(d.Y, box.Bottom - a.Y, ref enter, ref leave))
        {
            return false;
        }

        if (enter > 0) from = a + (enter * d);
        if (leave < 1) to = a + (leave * d);
        return true;
    }

    private static bool Narrow(double towards, double room, ref double enter, ref double leave)
    {
        if (towards == 0) return room >= 0;
        double t = room / towards;
        if (towards < 0) enter = Math.Max(enter, t);
        else leave = Math.Min(leave, t);
        return enter <= leave;
    }
}
