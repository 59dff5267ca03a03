namespace AdjointKit.Optimization;

/// <summary>
/// The generalized Cauchy point: the first minimum of the model (g, z) + (z, B z) / 2 along the path P(x - t g) that bends where a variable meets its bound (Byrd, Lu, Nocedal and Zhu,
/// SIAM J. Sci. Comput. 16, 1995, algorithm CP).
/// </summary>
internal sealed class CauchyPoint
{
    private readonly double[] d;
    private readonly double[] bends;
    private readonly int[] order;
    private readonly double[] p;
    private readonly double[] row;
    private readonly double[] middle;
    private readonly bool[] all;

    internal CauchyPoint(int length, int memory)
    {
        X = new double[length];
        d = new double[length];
        bends = new double[length];
        order = new int[length];
        p = new double[2 * memory];
        row = new double[2 * memory];
        middle = new double[2 * memory];
        C = new double[2 * memory];
        all = new bool[length];
        Array.Fill(all, true);
    }

    /// <summary>The point.</summary>
    internal double[] X { get; }

    /// <summary>W^T (X - x).</summary>
    internal double[] C { get; }

    internal void Find(ReadOnlySpan<double> x, ReadOnlySpan<double> g, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, CompactModel model)
    {
        int columns = model.Columns;
        double theta = model.Theta;
        double squared = 0;
        int count = 0;
        int moving = 0;
        for (int i = 0; i < x.Length; i++)
        {
            X[i] = x[i];
            double bend = g[i] < 0 ? (x[i] - upper[i]) / g[i] : g[i] > 0 ? (x[i] - lower[i]) / g[i] : 0;
            d[i] = bend > 0 ? -g[i] : 0;
            if (d[i] == 0) continue;
            squared += d[i] * d[i];
            moving++;
            if (!double.IsFinite(bend)) continue;
            bends[count] = bend;
            order[count++] = i;
        }

        Array.Clear(C);
        if (moving == 0) return;
        model.ApplyTransposed(d, all, p);
        p.AsSpan(0, columns).CopyTo(middle);
        model.ApplyMiddle(middle.AsSpan(0, columns));
        double slope = -squared;
        double bending = (theta * squared) - DenseLu.Dot(p.AsSpan(0, columns), middle.AsSpan(0, columns));
        double smallest = double.Epsilon + (Math.ScaleB(1, -52) * theta * squared);
        bending = Math.Max(bending, smallest);
        double toMinimum = -slope / bending;
        double t = 0;
        Array.Sort(bends, order, 0, count);
        for (int k = 0; k < count; k++)
        {
            double ahead = bends[k] - t;
            if (toMinimum < ahead) break;
            int b = order[k];
            X[b] = d[b] > 0 ? upper[b] : lower[b];
            double z = X[b] - x[b];
            for (int j = 0; j < columns; j++) C[j] += ahead * p[j];
            model.Row(b, row);
            row.AsSpan(0, columns).CopyTo(middle);
            model.ApplyMiddle(middle.AsSpan(0, columns));
            ReadOnlySpan<double> m = middle.AsSpan(0, columns);
            slope += (ahead * bending) + (g[b] * g[b]) + (theta * g[b] * z) - (g[b] * DenseLu.Dot(m, C));
            bending -= (theta * g[b] * g[b]) + (2 * g[b] * DenseLu.Dot(m, p)) + (g[b] * g[b] * DenseLu.Dot(m, row));
            bending = Math.Max(bending, smallest);
            for (int j = 0; j < columns; j++) p[j] += g[b] * row[j];
            d[b] = 0;
            t = bends[k];
            toMinimum = --moving == 0 ? 0 : -slope / bending;
        }

        toMinimum = Math.Max(toMinimum, 0);
        t += toMinimum;
        for (int i = 0; i < x.Length; i++)
        {
            if (d[i] != 0) X[i] = Math.Clamp(x[i] + (t * d[i]), lower[i], upper[i]);
        }

        for (int j = 0; j < columns; j++) C[j] += toMinimum * p[j];
    }
}
