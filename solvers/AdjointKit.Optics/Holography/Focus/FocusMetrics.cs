namespace AdjointKit.Optics;

/// <summary>The metrics of focus that there are.</summary>
public static class FocusMetrics
{
    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<FocusMetric> All { get; } =
        [new GradientVariance(), new LaplacianEnergy(), new Tenengrad(), new NormalizedVariance(), new TamuraCoefficient(), new EdgeSparsity()];
}
