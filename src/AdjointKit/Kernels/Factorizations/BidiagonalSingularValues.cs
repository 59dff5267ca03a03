namespace AdjointKit.Kernels.Factorizations;

/// <summary>The singular values of a real upper bidiagonal matrix by the QR algorithm of Golub and Kahan (Golub and Van Loan, 8.6), the rotations handed on to whoever has the vectors.</summary>
internal static unsafe class BidiagonalSingularValues
{
    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>Sweeps per singular value; three are usual.</summary>
    private const int MostSweeps = 60;

    /// <summary>The diagonal d becomes the singular values, in no order and of any sign; e, the n - 1 numbers above it, is used up.</summary>
    /// <param name="d">The diagonal.</param>
    /// <param name="e">What stands above it.</param>
    /// <param name="n">Their number.</param>
    /// <param name="left">Takes the rotations of the left vectors, which are rows.</param>
    /// <param name="right">Takes the rotations of the right vectors.</param>
    /// <param name="team">Applies them.</param>
    /// <returns>Whether the sweeps converged.</returns>
    internal static bool Run(double* d, double* e, nint n, Rotations left, Rotations right, ThreadTeam team)
    {
        double norm = 0;
        for (nint k = 0; k < n; k++) norm = Math.Max(norm, Math.Abs(d[k]) + (k + 1 < n ? Math.Abs(e[k]) : 0));
        double negligible = Math.Max(Epsilon * norm, 1e-300);
        nint sweeps = MostSweeps * n;
        nint high = n - 1;
        while (high > 0)
        {
            nint low = high;
            while (low > 0 && Math.Abs(e[low - 1]) > Math.Max(Epsilon * (Math.Abs(d[low - 1]) + Math.Abs(d[low])), Epsilon * Epsilon * norm)) low--;
            if (low > 0) e[low - 1] = 0;
            if (low == high)
            {
                high--;
                continue;
            }

            if (sweeps-- == 0) return false;
            nint zero = high;
            while (zero >= low && Math.Abs(d[zero]) > negligible) zero--;
            if (zero < low)
            {
                Sweep(d, e, low, high, left, right, team);
            }
            else
            {
                d[zero] = 0;
                if (zero == high) ClearColumn(d, e, low, high, right, team);
                else ClearRow(d, e, zero, high, left, team);
            }
        }

        left.Apply(team);
        right.Apply(team);
        return true;
    }

    /// <summary>The last diagonal element of a block is 0: rotations of columns clear what stands above it.</summary>
    private static void ClearColumn(double* d, double* e, nint low, nint high, Rotations right, ThreadTeam team)
    {
        double f = e[high - 1];
        e[high - 1] = 0;
        for (nint k = high - 1; k >= low; k--)
        {
            d[k] = Rotations.Of(d[k], f, out double c, out double s);
            right.Add(k, high, c, s, team);
            if (k == low) break;
            f = -s * e[k - 1];
            e[k - 1] *= c;
        }
    }

    /// <summary>A diagonal element within a block is 0: rotations of rows clear what stands beside it.</summary>
    private static void ClearRow(double* d, double* e, nint row, nint high, Rotations left, ThreadTeam team)
    {
        double f = e[row];
        e[row] = 0;
        for (nint k = row + 1; k <= high; k++)
        {
            d[k] = Rotations.Of(d[k], f, out double c, out double s);
            left.Add(k, row, c, s, team);
            if (k == high) break;
            f = -s * e[k];
            e[k] *= c;
        }
    }

    private static void Sweep(double* d, double* e, nint low, nint high, Rotations left, Rotations right, ThreadTeam team)
    {
        double above = high - 1 > low ? e[high - 2] : 0;
        double first = (d[high - 1] * d[high - 1]) + (above * above);
        double last = (d[high] * d[high]) + (e[high - 1] * e[high - 1]);
        double beside = d[high - 1] * e[high - 1];
        double half = (first - last) / 2;
        double root = half + Math.CopySign(double.Hypot(half, beside), half);
        double shift = root == 0 ? last : last - (beside / root * beside);
        double f = (d[low] * d[low]) - shift;
        double g = d[low] * e[low];
        for (nint k = low; k < high; k++)
        {
            double r = Rotations.Of(f, g, out double c, out double s);
            if (k > low) e[k - 1] = r;
            right.Add(k, k + 1, c, s, team);
            f = (c * d[k]) + (s * e[k]);
            e[k] = (c * e[k]) - (s * d[k]);
            g = s * d[k + 1];
            d[k + 1] *= c;
            d[k] = Rotations.Of(f, g, out c, out s);
            left.Add(k, k + 1, c, s, team);
            f = (c * e[k]) + (s * d[k + 1]);
            d[k + 1] = (c * d[k + 1]) - (s * e[k]);
            e[k] = f;
            if (k + 1 == high) break;
            g = s * e[k + 1];
            e[k + 1] *= c;
        }
    }
}
