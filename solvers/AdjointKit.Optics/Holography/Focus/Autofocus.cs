using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>Finds the distance at which a field at a sensor, gone back to the object, is sharpest.</summary>
public static class Autofocus
{
    /// <summary>The search for the maximum between the distances ends at this part of their spacing.</summary>
    private const double PartOfSpacing = 0.01;

    /// <summary>
    /// Goes back over n distances, takes the largest value of the metric and refines it between its neighbours by golden sections, until the maximum is known to a hundredth of the spacing.
    /// The field is transformed once; every distance takes a product and one transform back, in arrays that serve all distances.
    /// </summary>
    /// <typeparam name="T">The element type of the field: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="field">At the sensor, [y, x].</param>
    /// <param name="focus">The grid, the light, and the method to go back by.</param>
    /// <param name="from">The first distance, m.</param>
    /// <param name="to">The last distance, m.</param>
    /// <param name="count">How many distances, at least 3.</param>
    /// <param name="metric">What is to be largest; null: <see cref="GradientVariance"/>.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">Distances or method cannot serve.</exception>
    public static FocusResult Find<T>(NdArray<T> field, FocusPlanes focus, double from, double to, int count, FocusMetric? metric = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(focus);
        if (count < 3) throw new ArgumentOutOfRangeException(nameof(count), count, "a maximum between distances needs three of them or more");
        if (!double.IsFinite(from) || !double.IsFinite(to) || from == to) throw new ArgumentException($"distances from {from} to {to} m are no range to search", nameof(to));
        return ElementTypes.Of<T>() == ElementType.Complex64
            ? Find<T, float>(field, focus, from, to, count, metric, progress, cancellation)
            : Find<T, double>(field, focus, from, to, count, metric, progress, cancellation);
    }

    private static FocusResult Find<T, TReal>(NdArray<T> field, FocusPlanes focus, double from, double to, int count, FocusMetric? metric, IProgress<RunProgress>? progress, CancellationToken cancellation)
        where T : unmanaged
        where TReal : unmanaged
    {
        using var planes = new RefocusedPlanes<T>(field, focus);
        using var picture = new FocusPicture<TReal>(focus.Compute, focus.Grid.Ny, focus.Grid.Nx);
        FocusMetric chosen = metric ?? new GradientVariance();
        FocusMetric[] all = FocusMetrics.All.Contains(chosen) ? [.. FocusMetrics.All] : [.. FocusMetrics.All, chosen];
        double spacing = (to - from) / (count - 1);
        double[] distances = [.. Enumerable.Range(0, count).Select(k => k == count - 1 ? to : from + (k * spacing))];
        double[][] values = [.. all.Select(_ => new double[count])];
        double tolerance = PartOfSpacing * Math.Abs(spacing);
        var reporter = new LoopProgress("focusing", count, progress, cancellation, "planes");
        for (int k = 0; k < count; k++)
        {
            picture.Take(planes.At(distances[k]));
            for (int m = 0; m < all.Length; m++) values[m][k] = all[m].Of(picture);
            reporter.Add(1);
        }

        reporter.Finish();
        double[] curve = values[Array.IndexOf(all, chosen)];
        int largest = Array.IndexOf(curve, curve.Max());
        bool isAtEnd = largest == 0 || largest == count - 1;
        double best = GoldenSection.Largest(
            distance =>
            {
                cancellation.ThrowIfCancellationRequested();
                picture.Take(planes.At(distance));
                return chosen.Of(picture);
            },
            distances[Math.Max(largest - 1, 0)],
            distances[Math.Min(largest + 1, count - 1)],
            tolerance);
        return new FocusResult(best, tolerance, isAtEnd, distances, [.. all.Select((each, m) => new FocusCurve(each, values[m]))]);
    }
}
