using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>
/// Frequencies off the grid as places on it, and in the order of the first row that the kernel of each reaches: so every row of the grid knows who adds to it, and in which order.
/// </summary>
internal sealed class FrequencyBuckets
{
    private readonly double[] rows;
    private readonly double[] columns;
    private readonly int[] order;
    private readonly int[] starts;
    private readonly double reach;

    /// <summary>Sorts frequencies.</summary>
    /// <param name="frequencyY">Along y in cycles per sample, in host memory.</param>
    /// <param name="frequencyX">Along x.</param>
    /// <param name="ny">Rows of the grid, which span one cycle per sample.</param>
    /// <param name="nx">Columns of the grid.</param>
    /// <param name="width">Over how many points the kernel reaches.</param>
    internal FrequencyBuckets(NdArray<double> frequencyY, NdArray<double> frequencyX, nint ny, nint nx, int width)
    {
        reach = width / 2.0;
        (Ny, Nx) = (ny, nx);
        rows = Places(frequencyY, ny);
        columns = Places(frequencyX, nx);
        starts = new int[ny + 1];
        foreach (double row in rows) starts[First(row, ny) + 1]++;
        for (int k = 0; k < ny; k++) starts[k + 1] += starts[k];
        int[] next = [.. starts];
        order = new int[rows.Length];
        for (int wave = 0; wave < order.Length; wave++) order[next[First(rows[wave], ny)]++] = wave;
    }

    /// <summary>Rows of the grid.</summary>
    internal nint Ny { get; }

    /// <summary>Columns of the grid.</summary>
    internal nint Nx { get; }

    internal int Count => rows.Length;

    /// <summary>Those whose kernel starts in a row, in their own order.</summary>
    internal ReadOnlySpan<int> StartingIn(nint row) => order.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>The first row and the first column that the kernel of a frequency reaches, and the weights of its points.</summary>
    internal (nint Row, nint Column) Weigh(int wave, SemicircleKernel kernel, Span<double> rowWeights, Span<double> columnWeights)
    {
        kernel.Weigh(rows[wave], (nint)Math.Ceiling(rows[wave] - reach), rowWeights);
        kernel.Weigh(columns[wave], (nint)Math.Ceiling(columns[wave] - reach), columnWeights);
        return (First(rows[wave], Ny), First(columns[wave], Nx));
    }

    private nint First(double place, nint points)
    {
        nint first = (nint)Math.Ceiling(place - reach);
        return first < 0 ? first + points : first;
    }

    /// <summary>In steps of the grid from frequency 0, at least 0 and less than all its points: a grid is periodic.</summary>
    private static double[] Places(NdArray<double> frequency, nint points)
    {
        ReadOnlySpan<double> cycles = frequency.AsReadOnlySpan();
        var places = new double[cycles.Length];
        for (int k = 0; k < places.Length; k++)
        {
            if (!double.IsFinite(cycles[k])) throw new ArgumentException($"a frequency of {cycles[k]} cycles per sample is not a number", nameof(frequency));
            double place = (cycles[k] - Math.Floor(cycles[k])) * points;
            places[k] = place < points ? place : 0;
        }

        return places;
    }
}
