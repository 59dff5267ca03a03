namespace AdjointKit.Optimization;

/// <summary>P A = L U of small square matrices, in buffers that are made once.</summary>
internal sealed class DenseLu(int capacity)
{
    private readonly double[] a = new double[capacity * capacity];
    private readonly int[] pivots = new int[capacity];
    private int n;

    internal double this[int row, int column]
    {
        get => a[(row * n) + column];
        set => a[(row * n) + column] = value;
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    internal void Resize(int size) => n = size;

    internal void Factor()
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(this[i, k]) > Math.Abs(this[pivot, k])) pivot = i;
            }

            pivots[k] = pivot;
            if (pivot != k)
            {
                for (int j = 0; j < n; j++) (this[k, j], this[pivot, j]) = (this[pivot, j], this[k, j]);
            }

            for (int i = k + 1; i < n; i++)
            {
                double factor = this[i, k] /= this[k, k];
                for (int j = k + 1; j < n; j++) this[i, j] -= factor * this[k, j];
            }
        }
    }

    /// <summary>v = A^-1 v; not finite where A is singular.</summary>
    internal void Solve(Span<double> v)
    {
        for (int k = 0; k < n; k++) (v[k], v[pivots[k]]) = (v[pivots[k]], v[k]);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) v[i] -= this[i, j] * v[j];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++) v[i] -= this[i, j] * v[j];
            v[i] /= this[i, i];
        }
    }
}
