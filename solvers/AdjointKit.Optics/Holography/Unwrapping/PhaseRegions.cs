namespace AdjointKit.Optics;

/// <summary>
/// Regions of points whose phases are known to each other: a union-find structure in which every point knows how many turns it is above its parent. Two regions meet at a pair of neighbours
/// and the smaller one takes the turns that make that pair differ by less than half a turn.
/// </summary>
internal sealed class PhaseRegions
{
    private const double Turn = 2 * Math.PI;

    private readonly int ny;
    private readonly int nx;
    private readonly double[] phase;
    private readonly int[] parent;
    private readonly int[] turns;
    private readonly int[] size;

    internal PhaseRegions(int ny, int nx, double[] phase)
    {
        this.ny = ny;
        this.nx = nx;
        this.phase = phase;
        parent = new int[phase.Length];
        turns = new int[phase.Length];
        size = new int[phase.Length];
        for (int k = 0; k < parent.Length; k++) parent[k] = k;
        Array.Fill(size, 1);
    }

    /// <summary>Joins all pairs of neighbours, the most reliable first.</summary>
    /// <param name="weights">Factors of the points' reliability; empty: none.</param>
    internal void JoinByReliability(ReadOnlySpan<double> weights)
    {
        float[] ofPoints = Reliability(weights);
        int across = ny * (nx - 1);
        var keys = new float[across + ((ny - 1) * nx)];
        var pairs = new int[keys.Length];
        int edge = 0;
        for (int k = 0; k < phase.Length; k++)
        {
            // A pair is twice its first point, and one more where the second lies below and not beside it. The sort is ascending.
            if (k % nx < nx - 1) (keys[edge], pairs[edge++]) = (-(ofPoints[k] + ofPoints[k + 1]), 2 * k);
            if (k < phase.Length - nx) (keys[edge], pairs[edge++]) = (-(ofPoints[k] + ofPoints[k + nx]), (2 * k) + 1);
        }

        Array.Sort(keys, pairs);
        foreach (int pair in pairs) Join(pair / 2, (pair / 2) + (pair % 2 == 0 ? 1 : nx));
    }

    /// <summary>into = the phase with the turns of every point added.</summary>
    internal void Unwrap(Span<double> into)
    {
        for (int k = 0; k < phase.Length; k++)
        {
            int root = Root(k);
            into[k] = phase[k] + (Turn * (k == root ? 0 : turns[k]));
        }
    }

    private static double Wrapped(double difference) => difference - (Turn * Math.Round(difference / Turn));

    /// <summary>1 / sqrt(H^2 + V^2 + D1^2 + D2^2) of the wrapped second differences along the axes and the diagonals; at the rim, where they are not known, 0.</summary>
    private float[] Reliability(ReadOnlySpan<double> weights)
    {
        var reliability = new float[phase.Length];
        for (int y = 1; y < ny - 1; y++)
        {
            for (int x = 1; x < nx - 1; x++)
            {
                int k = (y * nx) + x;
                double sum = SquaredSecondDifference(k, 1) + SquaredSecondDifference(k, nx) + SquaredSecondDifference(k, nx + 1) + SquaredSecondDifference(k, nx - 1);
                double quality = 1 / Math.Sqrt(sum + 1e-20);
                reliability[k] = (float)(weights.IsEmpty ? quality : quality * weights[k]);
            }
        }

        return reliability;
    }

    private double SquaredSecondDifference(int k, int step)
    {
        double second = Wrapped(phase[k - step] - phase[k]) - Wrapped(phase[k] - phase[k + step]);
        return second * second;
    }

    private void Join(int a, int b)
    {
        (int rootA, int turnsA) = Find(a);
        (int rootB, int turnsB) = Find(b);
        if (rootA == rootB) return;

        // How many turns b has to rise to be within half a turn of a.
        int rise = (int)Math.Round((phase[a] - phase[b]) / Turn) + turnsA - turnsB;
        if (size[rootA] < size[rootB]) (rootA, rootB, rise) = (rootB, rootA, -rise);
        parent[rootB] = rootA;
        turns[rootB] = rise;
        size[rootA] += size[rootB];
    }

    private (int Root, int Turns) Find(int k)
    {
        int root = Root(k);
        return (root, k == root ? 0 : turns[k]);
    }

    /// <summary>The root of a point, which becomes its parent: the turns of the way are added up.</summary>
    private int Root(int k)
    {
        int root = k;
        int sum = 0;
        while (parent[root] != root)
        {
            sum += turns[root];
            root = parent[root];
        }

        while (parent[k] != root && k != root)
        {
            (int next, int own) = (parent[k], turns[k]);
            parent[k] = root;
            turns[k] = sum;
            sum -= own;
            k = next;
        }

        return root;
    }
}
