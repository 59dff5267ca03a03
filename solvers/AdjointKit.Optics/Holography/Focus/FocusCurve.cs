namespace AdjointKit.Optics;

/// <summary>How sharp the planes are by one metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Values">Its value at every distance.</param>
public sealed record FocusCurve(FocusMetric Metric, IReadOnlyList<double> Values);
