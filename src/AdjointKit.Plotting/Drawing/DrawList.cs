namespace AdjointKit.Plotting.Drawing;

/// <summary>A drawing: what the SVG and the PNG sink both draw. Knows nothing of axes or data.</summary>
/// <param name="width">The width of the canvas in logical pixels.</param>
/// <param name="height">The height of the canvas in logical pixels.</param>
/// <param name="background">The colour of the canvas.</param>
internal sealed class DrawList(double width, double height, Color background)
{
    private readonly List<DrawItem> items = [];

    internal double Width => width;

    internal double Height => height;

    internal Color Background => background;

    internal IReadOnlyList<DrawItem> Items => items;

    internal void Add(DrawItem item) => items.Add(item);

    internal void Fill(VectorPath path, Color color, Box? clip = null)
    {
        if (!path.IsEmpty) items.Add(new PathItem(path, color, null) { Clip = clip });
    }

    internal void Stroke(VectorPath path, Stroke stroke, Box? clip = null)
    {
        if (!path.IsEmpty) items.Add(new PathItem(path, null, stroke) { Clip = clip });
    }

    internal void Text(string text, Point anchor, TextStyle style, TextAlign align, bool upwards = false)
    {
        if (text.Length > 0) items.Add(new TextItem(text, anchor, style, align, upwards));
    }
}
