namespace AdjointKit.Optics;

/// <summary>Where values are and how far they scatter, whatever a minority of them does.</summary>
/// <param name="Median">The median.</param>
/// <param name="Deviation">The standard deviation that normal values of their median absolute deviation have.</param>
internal sealed record RobustSpread(double Median, double Deviation)
{
    private const double NormalDeviations = 1.482602218505602;

    internal static RobustSpread Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        for (int k = 0; k < sorted.Length; k++) sorted[k] = Math.Abs(sorted[k] - median);
        Array.Sort(sorted);
        return new RobustSpread(median, NormalDeviations * sorted[sorted.Length / 2]);
    }
}
