using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>The shapes of markers.</summary>
internal static class Markers
{
    /// <summary>Adds one marker. <paramref name="radius"/> is that of the disc of equal visual weight.</summary>
    internal static void Add(VectorPath path, Marker marker, Point at, double radius)
    {
        switch (marker)
        {
            case Marker.Circle:
                path.AddEllipse(at, radius, radius);
                break;
            case Marker.Square:
                double half = 0.89 * radius;
                path.AddPolygon([at + new Point(-half, -half), at + new Point(half, -half), at + new Point(half, half), at + new Point(-half, half)]);
                break;
            case Marker.Triangle:
                path.AddPolygon([at + new Point(-1.15 * radius, -0.8 * radius), at + new Point(1.15 * radius, -0.8 * radius), at + new Point(0, 1.2 * radius)]);
                break;
            case Marker.Star:
                AddStar(path, at, 1.55 * radius, 0.65 * radius);
                break;
            case Marker.Cross:
                AddCross(path, at, radius, 0.3 * radius);
                break;
            default:
                break;
        }
    }

    /// <summary>How far a marker's ink reaches from its point.</summary>
    internal static double Reach(Marker marker, double radius) => marker == Marker.None ? 0 : (1.6 * radius) + 1;

    private static void AddStar(VectorPath path, Point at, double outer, double inner)
    {
        Span<Point> corners = stackalloc Point[10];
        for (int i = 0; i < 10; i++)
        {
            double r = i % 2 == 0 ? outer : inner;
            (double sin, double cos) = Math.SinCos((Math.PI * i / 5) - (Math.PI / 2));
            corners[i] = at + new Point(r * cos, r * sin);
        }

        path.AddPolygon(corners);
    }

    private static void AddCross(VectorPath path, Point at, double arm, double half)
    {
        // A plus of twelve corners, turned by an eighth.
        Span<Point> plus =
        [
            new(arm, half), new(half, half), new(half, arm), new(-half, arm), new(-half, half), new(-arm, half),
            new(-arm, -half), new(-half, -half), new(-half, -arm), new(half, -arm), new(half, -half), new(arm, -half),
        ];
        double c = Math.Sqrt(0.5);
        foreach (ref Point p in plus) p = at + new Point(c * (p.X - p.Y), c * (p.X + p.Y));
        path.AddPolygon(plus);
    }
}
