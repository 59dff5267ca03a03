using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Plotting.Colors;
using AdjointKit.Plotting.Layers;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting;

/// <content>Pictures of arrays.</content>
public sealed partial class Figure
{
    /// <summary>
    /// A picture of a two-axis array with a colour bar; the vertical axis points down. Values that are not finite have the map's neutral colour. An array
    /// with more samples than pixels is averaged, not thinned.
    /// </summary>
    /// <param name="values">An array of two axes.</param>
    /// <param name="title">The title.</param>
    /// <param name="extent">The outer edges in the units of the axes (<see cref="Extent.OfGrid"/>); null: sample numbers.</param>
    /// <param name="order">Which axis of the array runs to the right.</param>
    /// <param name="colorMap">The colours; null: <see cref="ColorMap.Viridis"/>.</param>
    /// <param name="colorLabel">Name and unit of the values, at the colour bar.</param>
    /// <param name="limits">The values at the ends of the colours; null: <see cref="ColorLimits.Full"/>.</param>
    /// <param name="xLabel">Name and unit of the horizontal axis.</param>
    /// <param name="yLabel">Name and unit of the vertical axis.</param>
    /// <param name="aspect">Whether units have equal lengths on both axes.</param>
    /// <param name="interpolation">How samples larger than pixels are drawn.</param>
    /// <param name="colorBar">Whether there is a colour bar.</param>
    /// <exception cref="ArgumentException">The array has not two axes, or no elements, or the extent is empty.</exception>
    public static Figure Image<T>(
        NdArray<T> values,
        string? title = null,
        Extent? extent = null,
        AxisOrder order = AxisOrder.HorizontalFirst,
        ColorMap? colorMap = null,
        string? colorLabel = null,
        ColorLimits? limits = null,
        string? xLabel = null,
        string? yLabel = null,
        Aspect aspect = Aspect.Auto,
        Interpolation interpolation = Interpolation.Nearest,
        bool colorBar = true)
        where T : unmanaged, INumber<T>
    {
        SampledField field = SampledField.From(values, order);
        Extent edges = Checked(extent ?? Extent.OfGrid(field.Columns, 1, field.Rows, 1));
        ColorMap map = colorMap ?? ColorMap.Viridis;
        (double low, double high) = (limits ?? ColorLimits.Full).Resolve(field);
        var panel = new Panel
        {
            Title = title,
            X = new AxisSpec(xLabel, IsReversed: edges.Left > edges.Right),
            Y = new AxisSpec(yLabel, IsReversed: edges.Top < edges.Bottom),
            Layers = [new ImageLayer(field, edges, map, (low, high), interpolation)],
            ColorBar = colorBar ? new ColorBarSpec(map, low, high, colorLabel) : null,
            Aspect = aspect,
            Remark = double.IsNaN(field.Quantiles(0, 1).Low) ? "no finite values" : null,
        };
        return new Figure([panel], 1, 1);
    }

    /// <summary>The same figure with a series drawn over its (last) panel: horizons, sources, receivers, profiles. The axes stay as they are over an image.</summary>
    public Figure WithSeries(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return WithLast(panel => WithLayer(panel, new SeriesLayer(series, series.Color ?? SeriesColor(panel.Layers.Count(layer => layer is SeriesLayer)))));
    }

    /// <summary>The same figure with markers over its (last) panel: stars for sources, triangles for receivers.</summary>
    /// <param name="x">The horizontal coordinates in the units of the axis.</param>
    /// <param name="y">As many vertical coordinates.</param>
    /// <param name="marker">The shape.</param>
    /// <param name="label">What the legend calls them; null: not in the legend.</param>
    /// <param name="color">The colour; null: the next one of the built-in sequence.</param>
    /// <param name="radius">The size in pixels.</param>
    public Figure WithMarkers(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Marker marker = Marker.Circle, string? label = null, Color? color = null, double radius = 3.2) =>
        WithSeries(new Series(x, y, label) { Style = LineStyle.None, Marker = marker, Color = color, MarkerRadius = radius });

    /// <summary>The same figure with a line of text in its (last) panel; "^{...}" raises and "_{...}" lowers a part. The axes stay as they are.</summary>
    /// <param name="x">The horizontal coordinate of its middle, in the units of the axis.</param>
    /// <param name="y">The vertical coordinate of its middle.</param>
    /// <param name="text">The text.</param>
    /// <param name="shift">How many pixels lower it stands: lines of a label below each other.</param>
    public Figure WithText(double x, double y, string text, double shift = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WithLast(panel => WithLayer(panel, new TextLayer(x, y, text, shift)));
    }

    /// <summary>The same figure without frame, ticks and grid in its (last) panel: a diagram, in which only the relative places count.</summary>
    public Figure WithoutAxes() => WithLast(panel => panel with { HidesAxes = true });

    private static Panel WithLayer(Panel panel, Layer layer) => panel with { Layers = [.. panel.Layers, layer] };

    private Figure WithLast(Func<Panel, Panel> change)
    {
        int last = Cells.Count - 1;
        while (last >= 0 && Cells[last] is null) last--;
        Panel?[] cells = [.. Cells];
        cells[last] = change(Cells[last]!);
        return new Figure(cells, Rows, Columns) { Title = Title, width = width, height = height, Scale = Scale };
    }

    private static Color SeriesColor(int index) => ControlColors.Series[index % ControlColors.Series.Length];

    private static Extent Checked(Extent extent)
    {
        bool finite = double.IsFinite(extent.Left) && double.IsFinite(extent.Right) && double.IsFinite(extent.Top) && double.IsFinite(extent.Bottom);
        if (!finite || extent.Left == extent.Right || extent.Top == extent.Bottom)
        {
            throw new ArgumentException($"the extent x {extent.Left} to {extent.Right}, z {extent.Top} to {extent.Bottom} is empty or not finite: give four edges of a rectangle", nameof(extent));
        }

        return extent;
    }
}
