using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Layers;

namespace AdjointKit.Plotting.Panels;

/// <summary>One pair of axes and what is drawn in them. Immutable.</summary>
internal sealed record Panel
{
    internal string? Title { get; init; }

    internal required AxisSpec X { get; init; }

    internal required AxisSpec Y { get; init; }

    internal required IReadOnlyList<Layer> Layers { get; init; }

    internal ColorBarSpec? ColorBar { get; init; }

    internal Aspect Aspect { get; init; }

    internal bool ShowsGrid { get; init; }

    /// <summary>Neither frame nor ticks nor grid: a diagram, in which only the relative places count.</summary>
    internal bool HidesAxes { get; init; }

    /// <summary>A remark in the middle of the plot, such as that there is nothing to see.</summary>
    internal string? Remark { get; init; }

    internal IReadOnlyList<LegendEntry> Legend => [.. Layers.Select(layer => layer.Legend).OfType<LegendEntry>()];

    /// <summary>The limits of both axes as (first, last): left to right and top to bottom.</summary>
    internal (double Left, double Right, double Top, double Bottom) Limits()
    {
        (double left, double right) = Limits(X, layer => layer.Horizontal(X.Scale), padding: Layers.Any(layer => layer.Legend?.Marker is not (null or Marker.None)) ? 0.02 : 0);
        (double low, double high) = Limits(Y, layer => layer.Vertical(Y.Scale), padding: 0.05);
        if (X.IsReversed) (left, right) = (right, left);
        return Y.IsReversed ? (left, right, low, high) : (left, right, high, low);
    }

    private (double Low, double High) Limits(AxisSpec axis, Func<Layer, ValueRange> rangeOf, double padding)
    {
        ValueRange range = ValueRange.Empty;
        bool tight = Layers.Any(layer => layer.SetsLimits);
        foreach (Layer layer in Layers)
        {
            if (!tight || layer.SetsLimits) range.Add(rangeOf(layer));
        }

        bool log = axis.Scale == AxisScale.Log;
        double low = axis.Low ?? (range.IsEmpty ? (log ? 1 : 0) : range.Low);
        double high = axis.High ?? (range.IsEmpty ? (log ? 10 : 1) : range.High);
        if (log) return LogLimits(axis, low, high, tight ? 0 : padding);
        double width = high - low;
        if (!(width > 1e-13 * Math.Max(Math.Abs(low), Math.Abs(high))))
        {
            double margin = Math.Max(0.5 * Math.Abs(low), low == 0 ? 1 : 0);
            return (axis.Low ?? (low - margin), axis.High ?? (low + margin));
        }

        return tight ? (low, high) : (axis.Low ?? (low - (padding * width)), axis.High ?? (high + (padding * width)));
    }

    private static (double Low, double High) LogLimits(AxisSpec axis, double low, double high, double padding)
    {
        if (!(high / low > 1 + 1e-12)) (low, high) = (axis.Low ?? (low / 3), axis.High ?? (low * 3));

        // In logarithms, because the ratio of the extremes may exceed what a double holds.
        double margin = padding * (Math.Log(high) - Math.Log(low));
        return (axis.Low ?? Math.Max(double.Epsilon, Math.Exp(Math.Log(low) - margin)), axis.High ?? Math.Min(double.MaxValue, Math.Exp(Math.Log(high) + margin)));
    }
}

/// <summary>One axis as the user asked for it.</summary>
/// <param name="Label">The label, unit included.</param>
/// <param name="Scale">The spacing.</param>
/// <param name="Low">The least value shown; null: that of the data.</param>
/// <param name="High">The largest value shown; null: that of the data.</param>
/// <param name="IsReversed">Values increase to the left, or downwards.</param>
internal sealed record AxisSpec(string? Label, AxisScale Scale = AxisScale.Linear, double? Low = null, double? High = null, bool IsReversed = false);

/// <summary>The scale of colours beside an image.</summary>
internal sealed record ColorBarSpec(ColorMap Map, double Low, double High, string? Label);
