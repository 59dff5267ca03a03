using AdjointKit.Plotting.Layers;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting;

/// <content>Line plots and grids of panels.</content>
public sealed partial class Figure
{
    /// <summary>A plot of series. The legend stands where it covers no data: in a free corner or side, else above the plot.</summary>
    /// <param name="series">The series, drawn in order.</param>
    /// <param name="title">The title.</param>
    /// <param name="xLabel">Name and unit of the horizontal axis.</param>
    /// <param name="yLabel">Name and unit of the vertical axis.</param>
    /// <param name="xScale">The spacing along the horizontal axis.</param>
    /// <param name="yScale">The spacing along the vertical axis.</param>
    /// <param name="xLimits">The range of the horizontal axis; null: that of the data.</param>
    /// <param name="yLimits">The range of the vertical axis; null: that of the data with a little room.</param>
    /// <param name="yDown">Whether the vertical axis points down (depth, time).</param>
    /// <param name="aspect">Whether units have equal lengths on both axes.</param>
    /// <exception cref="ArgumentException">A range is empty or not finite, or not positive on a logarithmic axis; equal lengths are asked for on a logarithmic axis.</exception>
    public static Figure Lines(
        IReadOnlyList<Series> series,
        string? title = null,
        string? xLabel = null,
        string? yLabel = null,
        AxisScale xScale = AxisScale.Linear,
        AxisScale yScale = AxisScale.Linear,
        (double Low, double High)? xLimits = null,
        (double Low, double High)? yLimits = null,
        bool yDown = false,
        Aspect aspect = Aspect.Auto)
    {
        ArgumentNullException.ThrowIfNull(series);
        Check(xLimits, xScale, nameof(xLimits));
        Check(yLimits, yScale, nameof(yLimits));
        if (aspect == Aspect.Equal && (xScale == AxisScale.Log || yScale == AxisScale.Log)) throw new ArgumentException("units of a logarithmic axis have no one length: use Aspect.Auto", nameof(aspect));
        var layers = new List<Layer>();
        foreach (Series one in series) layers.Add(new SeriesLayer(one, one.Color ?? SeriesColor(layers.Count)));
        bool nothing = layers.TrueForAll(layer => layer.Horizontal(xScale).IsEmpty || layer.Vertical(yScale).IsEmpty);
        var panel = new Panel
        {
            Title = title,
            X = new AxisSpec(xLabel, xScale, xLimits?.Low, xLimits?.High),
            Y = new AxisSpec(yLabel, yScale, yLimits?.Low, yLimits?.High, yDown),
            Layers = layers,
            ShowsGrid = true,
            Aspect = aspect,
            Remark = nothing ? (xScale == AxisScale.Log || yScale == AxisScale.Log ? "no finite positive values" : "no finite values") : null,
        };
        return new Figure([panel], 1, 1);
    }

    /// <summary>Several figures in one, row by row. Plot areas line up; a null leaves its place empty.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="figures">At most rows times columns figures of one panel each.</param>
    /// <exception cref="ArgumentException">Too many figures, none, or one that is a grid itself.</exception>
    public static Figure Grid(int rows, int columns, params ReadOnlySpan<Figure?> figures)
    {
        if (rows < 1 || columns < 1 || (long)rows * columns > 400) throw new ArgumentException($"a grid of {rows} x {columns} panels cannot be drawn: use 1 to 400 panels", nameof(rows));
        if (figures.Length > rows * columns) throw new ArgumentException($"{figures.Length} figures do not fit a grid of {rows} x {columns}", nameof(figures));
        var cells = new Panel?[rows * columns];
        int used = 0;
        for (int i = 0; i < figures.Length; i++)
        {
            if (figures[i] is not Figure figure) continue;
            if (figure.Cells.Count != 1) throw new ArgumentException("a grid is made of figures of one panel each, not of grids", nameof(figures));
            cells[i] = figure.Cells[0];
            used++;
        }

        return used > 0 ? new Figure(cells, rows, columns) : throw new ArgumentException("a grid needs at least one figure", nameof(figures));
    }

    private static void Check((double Low, double High)? limits, AxisScale scale, string name)
    {
        if (limits is not (double low, double high)) return;
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high) throw new ArgumentException($"limits {low} to {high} are no range: give two finite values, the lower first", name);
        if (scale == AxisScale.Log && low <= 0) throw new ArgumentException($"a logarithmic axis cannot begin at {low}: give positive limits", name);
    }
}
