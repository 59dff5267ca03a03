namespace AdjointKit.Kernels.Factorizations;

/// <summary>The eigenvalues of a real symmetric tridiagonal matrix by the QR algorithm with Wilkinson's shift (Golub and Van Loan, 8.3), the rotations handed on to whoever has the vectors.</summary>
internal static unsafe class TridiagonalEigen
{
    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>Sweeps per eigenvalue; three are usual.</summary>
    private const int MostSweeps = 60;

    /// <summary>The diagonal d becomes the eigenvalues, in no order; e, the n - 1 numbers beside it, is used up.</summary>
    /// <returns>Whether the sweeps converged.</returns>
    internal static bool Run(double* d, double* e, nint n, Rotations rotations, ThreadTeam team)
    {
        nint sweeps = MostSweeps * n;
        nint high = n - 1;
        while (high > 0)
        {
            nint low = high;
            while (low > 0 && !IsSmall(e[low - 1], d[low - 1], d[low])) low--;
            if (low > 0) e[low - 1] = 0;
            if (low == high)
            {
                high--;
                continue;
            }

            if (sweeps-- == 0) return false;
            Sweep(d, e, low, high, rotations, team);
        }

        rotations.Apply(team);
        return true;
    }

    private static bool IsSmall(double beside, double before, double after) => Math.Abs(beside) <= Math.Max(Epsilon * (Math.Abs(before) + Math.Abs(after)), 1e-300);

    private static void Sweep(double* d, double* e, nint low, nint high, Rotations rotations, ThreadTeam team)
    {
        double half = (d[high - 1] - d[high]) / 2;
        double last = e[high - 1];
        double shift = d[high] - (last / (half + Math.CopySign(double.Hypot(half, last), half)) * last);
        double x = d[low] - shift;
        double z = e[low];
        for (nint k = low; k < high; k++)
        {
            double r = Rotations.Of(x, z, out double c, out double s);
            if (k > low) e[k - 1] = r;
            (double first, double second, double beside) = (d[k], d[k + 1], e[k]);
            double both = 2 * c * s * beside;
            d[k] = (c * c * first) + both + (s * s * second);
            d[k + 1] = (s * s * first) - both + (c * c * second);
            e[k] = (c * s * (second - first)) + (((c * c) - (s * s)) * beside);
            rotations.Add(k, k + 1, c, s, team);
            if (k + 1 == high) break;
            x = e[k];
            z = s * e[k + 1];
            e[k + 1] *= c;
        }
    }
}
