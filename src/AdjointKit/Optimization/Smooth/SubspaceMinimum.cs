namespace AdjointKit.Optimization;

/// <summary>
/// The minimum of the model over the variables that the Cauchy point leaves between their bounds, by the Sherman-Morrison-Woodbury formula, and brought back into the bounds: by projection,
/// or where that points uphill by a shorter step (Morales and Nocedal, ACM Trans. Math. Softw. 38, 2011).
/// </summary>
internal sealed class SubspaceMinimum(int length, int memory)
{
    private readonly bool[] free = new bool[length];
    private readonly double[] d = new double[length];
    private readonly double[] w = new double[2 * memory];
    private readonly DenseLu reduced = new(2 * memory);

    /// <summary>into = the point.</summary>
    internal void Find(
        ReadOnlySpan<double> x, ReadOnlySpan<double> g, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, CompactModel model, CauchyPoint cauchy, Span<double> into)
    {
        double[] start = cauchy.X;
        start.CopyTo(into);
        if (model.Columns == 0) return;
        int count = 0;
        for (int i = 0; i < x.Length; i++)
        {
            free[i] = lower[i] < start[i] && start[i] < upper[i];
            if (free[i]) count++;
        }

        if (count == 0) return;
        if (count == x.Length) SolveAll(x, g, model, start);
        else SolveFree(x, g, model, cauchy);
        bool clipped = false;
        double slope = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (free[i])
            {
                double to = start[i] + d[i];
                into[i] = Math.Clamp(to, lower[i], upper[i]);
                clipped |= into[i] != to;
            }

            slope += (into[i] - x[i]) * g[i];
        }

        if (clipped && slope > 0) Shorten(start, lower, upper, into);
    }

    /// <summary>d = x - B^-1 g - xc, where no bound is active.</summary>
    private void SolveAll(ReadOnlySpan<double> x, ReadOnlySpan<double> g, CompactModel model, double[] start)
    {
        g.CopyTo(d);
        model.ApplyInverse(d);
        for (int i = 0; i < d.Length; i++) d[i] = x[i] - d[i] - start[i];
    }

    /// <summary>d = r / theta + W v / theta^2, r = -(g + theta (xc - x) - W M c), v = (M^-1 - W^T W / theta)^-1 W^T r, on the free variables.</summary>
    private void SolveFree(ReadOnlySpan<double> x, ReadOnlySpan<double> g, CompactModel model, CauchyPoint cauchy)
    {
        double theta = model.Theta;
        for (int i = 0; i < d.Length; i++) d[i] = -g[i] - (theta * (cauchy.X[i] - x[i]));
        Span<double> v = w.AsSpan(0, model.Columns);
        cauchy.C.AsSpan(0, model.Columns).CopyTo(v);
        model.ApplyMiddle(v);
        model.AddProduct(1, v, d);
        model.ApplyTransposed(d, free, v);
        model.FactorReduced(free, reduced);
        reduced.Solve(v);
        for (int i = 0; i < d.Length; i++) d[i] /= theta;
        model.AddProduct(1 / (theta * theta), v, d);
    }

    private void Shorten(double[] start, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Span<double> into)
    {
        double alpha = 1;
        for (int i = 0; i < start.Length; i++)
        {
            if (!free[i] || d[i] == 0) continue;
            alpha = Math.Min(alpha, ((d[i] > 0 ? upper[i] : lower[i]) - start[i]) / d[i]);
        }

        for (int i = 0; i < start.Length; i++)
        {
            if (free[i]) into[i] = Math.Clamp(start[i] + (alpha * d[i]), lower[i], upper[i]);
        }
    }
}
