namespace AdjointKit.Waves;

/// <summary>
/// Band-limited sources and receivers between grid nodes (Hicks 2002, Geophysics 67, 156): along each axis a node at distance t (in spacings) has the weight
/// <code>sinc(t) I0(b sqrt(1 - (t / r)^2)) / I0(b),   |t| &lt;= r = 4,   b = 4.14</code>
/// and the weight in the plane is the product. The shape b is made for three points per wavelength and more: the error is then at most 1.2 % per axis, 0.5 % from
/// four points on. A position within a billionth of a spacing of a node is that node. At a free surface (u = 0 on z = 0) the field
/// above is the odd image of the field below: a weight at -k joins the one at +k with its sign flipped, and the surface row itself drops out.
/// </summary>
internal static class HicksInterpolation
{
    public const int Radius = 4;
    public const double KaiserShape = 4.14;
    private const double OnNode = 1e-9;

    /// <summary>The weights of several positions.</summary>
    /// <param name="positions">Metres from the first node of the unpadded grid.</param>
    /// <param name="grid">The grid without padding.</param>
    /// <param name="padding">Nodes added on each side; weights beyond them are dropped.</param>
    /// <param name="freeSurface">Whether u = 0 on z = 0; the top padding must then be 0.</param>
    public static PointWeights Build(IReadOnlyList<Position> positions, Grid2D grid, PmlWidths padding, bool freeSurface)
    {
        if (freeSurface && padding.Top != 0) throw new ArgumentException("a grid with a free surface has no padding above it", nameof(padding));
        var x = new List<int>();
        var z = new List<int>();
        var weight = new List<double>();
        var start = new int[positions.Count + 1];
        for (int p = 0; p < positions.Count; p++)
        {
            List<(int Node, double Weight)> alongX = AlongAxis(positions[p].X / grid.Dx, -padding.Left, grid.Nx - 1 + padding.Right, oddImage: false);
            List<(int Node, double Weight)> alongZ = AlongAxis(positions[p].Z / grid.Dz, -padding.Top, grid.Nz - 1 + padding.Bottom, freeSurface);
            foreach ((int i, double wx) in alongX)
            {
                foreach ((int k, double wz) in alongZ)
                {
                    x.Add(i + padding.Left);
                    z.Add(k + padding.Top);
                    weight.Add(wx * wz);
                }
            }

            start[p + 1] = x.Count;
        }

        return new PointWeights([.. x], [.. z], [.. weight], start);
    }

    /// <summary>The weight of a node at distance t spacings.</summary>
    internal static double Weight(double t)
    {
        double q = t / Radius;
        if (Math.Abs(q) > 1) return 0;
        double window = MathNet.Numerics.SpecialFunctions.BesselI0(KaiserShape * Math.Sqrt(1 - (q * q))) / MathNet.Numerics.SpecialFunctions.BesselI0(KaiserShape);
        return t == 0 ? 1 : window * Math.Sin(Math.PI * t) / (Math.PI * t);
    }

    private static List<(int Node, double Weight)> AlongAxis(double place, int first, int last, bool oddImage)
    {
        var nodes = new SortedDictionary<int, double>();
        double nearest = Math.Round(place);
        if (Math.Abs(place - nearest) < OnNode)
        {
            nodes[(int)nearest] = 1;
        }
        else
        {
            int below = (int)Math.Floor(place);
            for (int node = below - Radius + 1; node <= below + Radius; node++) nodes[node] = Weight(node - place);
        }

        var kept = new SortedDictionary<int, double>();
        foreach ((int node, double weight) in nodes)
        {
            if (oddImage && node == 0) continue;
            bool image = oddImage && node < 0;
            int target = image ? -node : node;
            if (target < first || target > last) continue;
            kept[target] = kept.GetValueOrDefault(target) + (image ? -weight : weight);
        }

        return [.. kept.Select(pair => (pair.Key, pair.Value))];
    }
}
