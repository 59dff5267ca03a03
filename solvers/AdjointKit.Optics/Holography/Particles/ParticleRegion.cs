namespace AdjointKit.Optics;

/// <summary>Points beside each other where a shadow is deep.</summary>
/// <param name="Points">Their numbers, counted row by row.</param>
/// <param name="Top">The first row.</param>
/// <param name="Left">The first column.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
internal sealed record ParticleRegion(IReadOnlyList<int> Points, int Top, int Left, int Height, int Width)
{
    /// <summary>The regions of points that hold, with eight neighbours each, of at least so many points.</summary>
    internal static List<ParticleRegion> Of(ReadOnlySpan<bool> holds, int width, int fewest)
    {
        int height = holds.Length / width;
        var seen = new bool[holds.Length];
        List<ParticleRegion> regions = [];
        for (int start = 0; start < holds.Length; start++)
        {
            if (!holds[start] || seen[start]) continue;
            List<int> points = Grown(holds, seen, start, height, width);
            if (points.Count >= fewest) regions.Add(Around(points, width));
        }

        return regions;
    }

    internal static ParticleRegion Around(List<int> points, int width)
    {
        int top = points.Min(point => point / width);
        int left = points.Min(point => point % width);
        return new ParticleRegion(points, top, left, points.Max(point => point / width) - top + 1, points.Max(point => point % width) - left + 1);
    }

    /// <summary>The list of points is its own queue.</summary>
    private static List<int> Grown(ReadOnlySpan<bool> holds, bool[] seen, int start, int height, int width)
    {
        List<int> points = [start];
        seen[start] = true;
        for (int at = 0; at < points.Count; at++)
        {
            (int y, int x) = (points[at] / width, points[at] % width);
            for (int v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
            {
                for (int u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++)
                {
                    int neighbour = (v * width) + u;
                    if (!holds[neighbour] || seen[neighbour]) continue;
                    seen[neighbour] = true;
                    points.Add(neighbour);
                }
            }
        }

        return points;
    }
}
