namespace AdjointKit.Waves;

/// <summary>
/// Positions as sums of grid nodes: position p is the nodes (X[n], Z[n]) with factors Weight[n] for Start[p] &lt;= n &lt; Start[p + 1]. Indices count in the padded
/// grid from its first node. A receiver reads the weighted sum; a source spreads by the same weights (the transpose).
/// </summary>
internal sealed class PointWeights
{
    public PointWeights(int[] x, int[] z, double[] weight, int[] start)
    {
        X = x;
        Z = z;
        Weight = weight;
        Start = start;
    }

    /// <summary>Node index along x in the padded grid.</summary>
    public int[] X { get; }

    /// <summary>Node index along z in the padded grid.</summary>
    public int[] Z { get; }

    /// <summary>The factor of each node.</summary>
    public double[] Weight { get; }

    /// <summary>Where each position's nodes begin; one entry more than positions.</summary>
    public int[] Start { get; }

    /// <summary>The number of positions.</summary>
    public int Count => Start.Length - 1;
}
