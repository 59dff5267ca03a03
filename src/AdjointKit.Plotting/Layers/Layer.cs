using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>Something drawn inside the axes.</summary>
internal abstract class Layer
{
    /// <summary>Whether the axes end exactly where this layer does (images), and other layers do not widen them.</summary>
    internal virtual bool SetsLimits => false;

    /// <summary>What the legend says of this layer; null: nothing.</summary>
    internal virtual LegendEntry? Legend => null;

    /// <summary>The range along the horizontal axis.</summary>
    internal abstract ValueRange Horizontal(AxisScale scale);

    /// <summary>The range along the vertical axis.</summary>
    internal abstract ValueRange Vertical(AxisScale scale);

    internal abstract void Draw(DrawList list, PlotFrame frame);

    /// <summary>Whether any ink of this layer reaches into a box: the legend keeps off.</summary>
    internal abstract bool Touches(Box box, PlotFrame frame);
}

/// <summary>The plot area of a panel and its two axes.</summary>
/// <param name="Plot">The area inside the frame.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="PixelRatio">Device pixels per logical pixel: what images are sampled for.</param>
internal sealed record PlotFrame(Box Plot, AxisMap X, AxisMap Y, double PixelRatio);

/// <summary>One line of a legend.</summary>
internal sealed record LegendEntry(string Label, Color Color, LineStyle Style, double Width, Marker Marker);
