namespace AdjointKit.Optics;

/// <summary>Where a hologram is in focus.</summary>
/// <param name="Distance">The distance of the maximum, m.</param>
/// <param name="Tolerance">How far the maximum may be from there, m: where the search for it ended.</param>
/// <param name="IsAtEnd">Whether the largest value is at the first or last distance, so that the maximum may lie beyond.</param>
/// <param name="Distances">The distances of the curves, m.</param>
/// <param name="Curves">The curve of every metric.</param>
public sealed record FocusResult(double Distance, double Tolerance, bool IsAtEnd, IReadOnlyList<double> Distances, IReadOnlyList<FocusCurve> Curves);
