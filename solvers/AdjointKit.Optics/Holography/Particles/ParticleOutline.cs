namespace AdjointKit.Optics;

/// <summary>The shadow of a particle in focus.</summary>
/// <param name="Y">The row of its middle in the window, between points.</param>
/// <param name="X">The column.</param>
/// <param name="Area">In points.</param>
/// <param name="Depth">How deep it is.</param>
/// <param name="Slope">How steep its edge is, per point.</param>
internal sealed record ParticleOutline(double Y, double X, double Area, double Depth, double Slope)
{
    /// <summary>A point is divided into so many parts along an axis where its edge goes through.</summary>
    private const int Parts = 8;

    /// <summary>
    /// What is deeper than half, in and around a region: of its pieces the largest, without holes. The whole is the median depth of those points of the region that are deeper than half of its
    /// deepest tenth. Between points depths are bilinear, so that area and middle are those of an edge that goes through points. Null where nothing is deep.
    /// </summary>
    /// <param name="depth">The depths in the window, row by row.</param>
    /// <param name="size">The points of a row.</param>
    /// <param name="region">Where the particle was found.</param>
    /// <param name="others">Where others were found, which the outline keeps out of.</param>
    internal static ParticleOutline? Of(ReadOnlySpan<double> depth, int size, ReadOnlySpan<bool> region, ReadOnlySpan<bool> others)
    {
        List<double> depths = [];
        for (int k = 0; k < depth.Length; k++)
        {
            if (region[k]) depths.Add(depth[k]);
        }

        depths.Sort();
        double deepest = depths[depths.Count * 9 / 10];
        double typical = Median(depths.FindAll(value => value > deepest / 2));
        if (!(typical > 0)) return null;
        var isDeep = new bool[depth.Length];
        bool[] isNear = Near(region, size);
        for (int k = 0; k < depth.Length; k++) isDeep[k] = isNear[k] && !others[k] && depth[k] > typical / 2;
        List<ParticleRegion> pieces = ParticleRegion.Of(isDeep, size, 1);
        if (pieces.Count == 0) return null;
        ParticleRegion largest = pieces.MaxBy(piece => piece.Points.Count)!;
        bool[] isCovered = Filled(largest, size, depth.Length);
        return Measured(depth, size, isCovered, typical);
    }

    /// <summary>The points of a region, and those around it that are no farther than a third of its diameter: where the threshold was high, the region is less than the shadow.</summary>
    private static bool[] Near(ReadOnlySpan<bool> region, int size)
    {
        int count = 0;
        foreach (bool isIn in region) count += isIn ? 1 : 0;
        int reach = Math.Max((int)(Math.Sqrt(4 / Math.PI * count) / 3), 2);
        var isNear = new bool[region.Length];
        for (int k = 0; k < region.Length; k++)
        {
            if (!region[k]) continue;
            (int y, int x) = (k / size, k % size);
            for (int v = Math.Max(y - reach, 0); v <= Math.Min(y + reach, size - 1); v++) Array.Fill(isNear, true, (v * size) + Math.Max(x - reach, 0), Math.Min(x + reach, size - 1) - Math.Max(x - reach, 0) + 1);
        }

        return isNear;
    }

    private static double Median(List<double> sorted) => sorted.Count > 0 ? sorted[sorted.Count / 2] : 0;

    /// <summary>The points of a region and those that it encloses: what cannot be reached from the edge of the window by steps along the axes.</summary>
    private static bool[] Filled(ParticleRegion region, int size, int count)
    {
        var isCovered = new bool[count];
        Array.Fill(isCovered, true);
        var isWall = new bool[count];
        foreach (int point in region.Points) isWall[point] = true;
        Queue<int> outside = [];
        for (int k = 0; k < size; k++)
        {
            foreach (int edge in (ReadOnlySpan<int>)[k, count - size + k, k * size, (k * size) + size - 1]) Reach(edge);
        }

        while (outside.TryDequeue(out int point))
        {
            if (point % size > 0) Reach(point - 1);
            if (point % size < size - 1) Reach(point + 1);
            if (point >= size) Reach(point - size);
            if (point < count - size) Reach(point + size);
        }

        return isCovered;

        void Reach(int point)
        {
            if (isWall[point] || !isCovered[point]) return;
            isCovered[point] = false;
            outside.Enqueue(point);
        }
    }

    private static ParticleOutline Measured(ReadOnlySpan<double> depth, int size, bool[] isCovered, double typical)
    {
        (double area, double sumY, double sumX) = (0, 0, 0);
        (double slopes, int edges) = (0, 0);
        for (int k = 0; k < depth.Length; k++)
        {
            (int y, int x) = (k / size, k % size);
            (int inside, int outside) = Around(isCovered, size, y, x);
            if (inside == 0) continue;
            double part = outside == 0 ? 1 : Part(depth, size, y, x, typical / 2);
            area += part;
            sumY += part * y;
            sumX += part * x;
            if (outside == 0 || Math.Min(y, x) == 0 || Math.Max(y, x) == size - 1) continue;
            slopes += double.Hypot(depth[k + 1] - depth[k - 1], depth[k + size] - depth[k - size]) / 2;
            edges++;
        }

        return new ParticleOutline(sumY / area, sumX / area, area, typical, slopes / Math.Max(edges, 1));
    }

    /// <summary>How many of a point and its eight neighbours are covered and how many are not.</summary>
    private static (int Inside, int Outside) Around(bool[] isCovered, int size, int y, int x)
    {
        (int inside, int outside) = (0, 0);
        for (int v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, size - 1); v++)
        {
            for (int u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, size - 1); u++)
            {
                if (isCovered[(v * size) + u]) inside++;
                else outside++;
            }
        }

        return (inside, outside);
    }

    /// <summary>The part of a point that is deeper than a level.</summary>
    private static double Part(ReadOnlySpan<double> depth, int size, int y, int x, double level)
    {
        int deeper = 0;
        for (int a = 0; a < Parts; a++)
        {
            for (int b = 0; b < Parts; b++)
            {
                if (Between(depth, size, y + ((a + 0.5) / Parts) - 0.5, x + ((b + 0.5) / Parts) - 0.5) > level) deeper++;
            }
        }

        return deeper / (double)(Parts * Parts);
    }

    private static double Between(ReadOnlySpan<double> depth, int size, double y, double x)
    {
        (y, x) = (Math.Clamp(y, 0, size - 1), Math.Clamp(x, 0, size - 1));
        (int top, int left) = (Math.Min((int)y, size - 2), Math.Min((int)x, size - 2));
        (double down, double right) = (y - top, x - left);
        int corner = (top * size) + left;
        double upper = depth[corner] + (right * (depth[corner + 1] - depth[corner]));
        double lower = depth[corner + size] + (right * (depth[corner + size + 1] - depth[corner + size]));
        return upper + (down * (lower - upper));
    }
}
