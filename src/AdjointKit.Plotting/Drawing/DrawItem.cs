using AdjointKit.Plotting.Fonts;

namespace AdjointKit.Plotting.Drawing;

/// <summary>One thing to draw. Items are drawn in order, later ones on top.</summary>
internal abstract record DrawItem
{
    /// <summary>Nothing is drawn outside this box; null: the whole canvas.</summary>
    internal Box? Clip { get; init; }

    /// <summary>The box that the item's ink stays in, before clipping.</summary>
    internal abstract Box Bounds { get; }
}

/// <summary>A path, filled (nonzero winding), stroked, or both (the stroke on top).</summary>
internal sealed record PathItem(VectorPath Path, Color? Fill, Stroke? Stroke) : DrawItem
{
    internal override Box Bounds => Path.Bounds().Inflate((Stroke?.Width ?? 0) / 2);
}

/// <summary>A picture stretched over a box.</summary>
internal sealed record ImageItem(PixelImage Image, Box Place) : DrawItem
{
    internal override Box Bounds => Place;
}

/// <summary>Which point of a text stands at its anchor, along the line of writing.</summary>
internal enum TextAlign
{
    Start,
    Middle,
    End,
}

/// <summary>
/// One line of text, written to the right or, turned, upwards. The anchor lies on the base line. "^{...}" raises and "_{...}" lowers a part.
/// </summary>
internal sealed record TextItem(string Text, Point Anchor, TextStyle Style, TextAlign Align, bool Upwards = false) : DrawItem
{
    private VectorPath? skeleton;

    internal double Width => StrokeFont.Measure(Text, Style.Size);

    internal Stroke Pen => Stroke.Solid(Style.Color, Style.StrokeWidth);

    /// <summary>The centre lines of the glyphs on the canvas: both sinks draw them with <see cref="Pen"/>.</summary>
    internal VectorPath Skeleton => skeleton ??= StrokeFont.Layout(this);

    /// <summary>The box that the line occupies: from its start to its end, capital height and depth of descenders.</summary>
    internal override Box Bounds
    {
        get
        {
            double start = Align switch { TextAlign.Start => 0, TextAlign.Middle => -Width / 2, _ => -Width };
            double up = StrokeFont.Ascent * Style.Size;
            double down = StrokeFont.Descent * Style.Size;
            return Upwards
                ? new Box(Anchor.X - up, Anchor.Y - start - Width, Anchor.X + down, Anchor.Y - start)
                : new Box(Anchor.X + start, Anchor.Y - up, Anchor.X + start + Width, Anchor.Y + down);
        }
    }
}

/// <summary>The look of a text.</summary>
/// <param name="Size">The size of the em in logical pixels; capitals are 0.7 of it.</param>
/// <param name="Color">The colour.</param>
/// <param name="Bold">Drawn with a wider pen.</param>
internal sealed record TextStyle(double Size, Color Color, bool Bold = false)
{
    internal double StrokeWidth => Size * (Bold ? 0.125 : 0.088);
}
