namespace AdjointKit.Optics;

/// <summary>
/// Tells particles apart whose regions touch: points are taken deepest first, each beside those already taken; where two pieces meet that both rise above the meeting point by a prominence, they
/// stay apart, else they become one.
/// </summary>
internal sealed class ParticleSplit
{
    private readonly int width;
    private readonly double[] depth;
    private readonly double prominence;
    private readonly int fewest;
    private readonly int[] parent;
    private readonly double[] peak;
    private readonly int[] count;

    /// <summary>Prepares for one projection.</summary>
    /// <param name="projection">The depths, row by row; those of three by three points are averaged, so that noise has no peaks.</param>
    /// <param name="width">The points of a row.</param>
    /// <param name="prominence">What a piece rises by above the point where it meets another one.</param>
    /// <param name="fewest">The points that a piece has at least.</param>
    internal ParticleSplit(ReadOnlySpan<double> projection, int width, double prominence, int fewest)
    {
        this.width = width;
        this.prominence = prominence;
        this.fewest = fewest;
        depth = Smoothed(projection, width);
        parent = new int[depth.Length];
        Array.Fill(parent, -1);
        peak = new double[depth.Length];
        count = new int[depth.Length];
    }

    /// <summary>The pieces of a region, itself where it is one.</summary>
    internal IEnumerable<ParticleRegion> Of(ParticleRegion region)
    {
        int height = depth.Length / width;
        foreach (int point in region.Points.OrderByDescending(point => depth[point]))
        {
            parent[point] = point;
            peak[point] = depth[point];
            count[point] = 1;
            (int y, int x) = (point / width, point % width);
            for (int v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
            {
                for (int u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++)
                {
                    int neighbour = (v * width) + u;
                    if (neighbour != point && parent[neighbour] >= 0) Meet(Root(point), Root(neighbour), depth[point]);
                }
            }
        }

        return region.Points.GroupBy(Root).Where(piece => piece.Count() >= fewest).Select(piece => ParticleRegion.Around([.. piece], width));
    }

    private static double[] Smoothed(ReadOnlySpan<double> projection, int width)
    {
        int height = projection.Length / width;
        var smooth = new double[projection.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double sum, int points) = (0, 0);
                for (int v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
                {
                    for (int u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++, points++) sum += projection[(v * width) + u];
                }

                smooth[(y * width) + x] = sum / points;
            }
        }

        return smooth;
    }

    private bool IsParticle(int root, double level) => count[root] >= fewest && peak[root] - level >= prominence;

    private void Meet(int a, int b, double level)
    {
        if (a == b || (IsParticle(a, level) && IsParticle(b, level))) return;
        (int lower, int higher) = peak[a] < peak[b] ? (a, b) : (b, a);
        parent[lower] = higher;
        count[higher] += count[lower];
    }

    private int Root(int point)
    {
        while (parent[point] != point)
        {
            parent[point] = parent[parent[point]];
            point = parent[point];
        }

        return point;
    }
}
