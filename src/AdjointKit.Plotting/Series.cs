using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Plotting;

/// <summary>
/// Points joined by a line, with markers, or both. Immutable; the coordinates are copied. A point with a coordinate that is not finite is a gap.
/// </summary>
public sealed record Series
{
    /// <summary>Makes a series.</summary>
    /// <param name="x">The horizontal coordinates.</param>
    /// <param name="y">As many vertical coordinates.</param>
    /// <param name="label">What the legend calls it; null: it is not in the legend.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Series(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label = null)
    {
        if (x.Length != y.Length) throw new ArgumentException($"a series of {x.Length} x and {y.Length} y coordinates{(label is null ? "" : $" ('{label}')")}: give one of each per point", nameof(y));
        X = x.ToArray();
        Y = y.ToArray();
        Label = label;
    }

    /// <summary>What the legend calls the series; null: it is not in the legend.</summary>
    public string? Label { get; init; }

    /// <summary>The colour; null: the next one of the built-in sequence.</summary>
    public Color? Color { get; init; }

    /// <summary>How the points are joined.</summary>
    public LineStyle Style { get; init; } = LineStyle.Solid;

    /// <summary>The width of the line in pixels.</summary>
    public double Width { get; init; } = 1.5;

    /// <summary>The shape at each point.</summary>
    public Marker Marker { get; init; } = Marker.None;

    /// <summary>The radius of the markers in pixels.</summary>
    public double MarkerRadius { get; init; } = 3.2;

    internal double[] X { get; }

    internal double[] Y { get; }

    /// <summary>A series of evenly spaced samples: point i lies at (start + i step, samples[i]).</summary>
    /// <param name="samples">An array of one axis.</param>
    /// <param name="step">The distance of neighbours.</param>
    /// <param name="start">The place of the first.</param>
    /// <param name="label">What the legend calls it.</param>
    /// <exception cref="ArgumentException">The array has not one axis.</exception>
    public static Series OfSamples<T>(NdArray<T> samples, double step = 1, double start = 0, string? label = null)
        where T : unmanaged, INumber<T>
    {
        double[] y = Values(samples, nameof(samples));
        double[] x = new double[y.Length];
        for (int i = 0; i < x.Length; i++) x[i] = start + (i * step);
        return new Series(x, y, label);
    }

    /// <summary>A series from two arrays of one axis and equal length.</summary>
    /// <exception cref="ArgumentException">An array has not one axis, or the lengths differ.</exception>
    public static Series Of<T>(NdArray<T> x, NdArray<T> y, string? label = null)
        where T : unmanaged, INumber<T> => new(Values(x, nameof(x)), Values(y, nameof(y)), label);

    private static double[] Values<T>(NdArray<T> array, string name)
        where T : unmanaged, INumber<T>
    {
        if (array.Rank != 1) throw new ArgumentException($"a series is drawn from arrays of one axis, not of shape {array.Shape}: select one row first", name);
        using NdArray<T> copy = array.Copy();
        ReadOnlySpan<T> source = copy.AsReadOnlySpan();
        var values = new double[source.Length];
        for (int i = 0; i < values.Length; i++) values[i] = double.CreateTruncating(source[i]);
        return values;
    }
}
