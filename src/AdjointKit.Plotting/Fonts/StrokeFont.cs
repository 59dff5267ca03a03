using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Fonts;

/// <summary>
/// Sets text in the built-in stroke font. Heights are fitted to whole pixels (as hinting does) and the base line to the middle of a pixel,
/// so that horizontal strokes stay sharp at 10 to 14 pixels.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Height of the ink above the base line, in ems (brackets and raised parts included).</summary>
    internal const double Ascent = 0.86;

    /// <summary>Depth of the ink below the base line, in ems.</summary>
    internal const double Descent = 0.28;

    /// <summary>Height of a capital, in ems.</summary>
    internal const double CapitalHeight = 0.7;

    private const double UnitsPerEm = 10 / CapitalHeight;
    private const double XHeight = 7;
    private const double RaisedSize = 0.72;
    private const double RaisedBy = 0.31;
    private const double LoweredBy = -0.16;

    private static readonly Dictionary<char, Glyph> Glyphs = GlyphTable.Glyphs.ToDictionary(static pair => pair.Key, static pair => Glyph.Parse(pair.Value));
    private static readonly Glyph Unknown = Glyph.Parse(GlyphTable.Unknown);

    /// <summary>Whether the font has its own drawing of a character.</summary>
    internal static bool Has(char character) => Glyphs.ContainsKey(character);

    /// <summary>The width of a line of text in logical pixels.</summary>
    internal static double Measure(string text, double size)
    {
        double width = 0;
        foreach ((string part, double scale, _) in Parts(text)) width += part.Sum(c => Advance(c, size * scale));
        return width;
    }

    /// <summary>The centre lines of the glyphs of a text, on the canvas.</summary>
    internal static VectorPath Layout(TextItem item)
    {
        var path = new VectorPath();
        double size = item.Style.Size;
        double pen = item.Align switch { TextAlign.Start => 0, TextAlign.Middle => -item.Width / 2, _ => -item.Width };
        Point origin = item.Upwards
            ? new Point(Math.Floor(item.Anchor.X) + 0.5, item.Anchor.Y)
            : new Point(item.Anchor.X, Math.Floor(item.Anchor.Y) + 0.5);
        foreach ((string part, double scale, double raise) in Parts(item.Text))
        {
            foreach (char c in part)
            {
                double advance = Advance(c, size * scale);
                Glyph glyph = Glyphs.GetValueOrDefault(c, Unknown);
                double unit = size * scale / UnitsPerEm;
                double left = pen + (GlyphTable.Bearing * unit) + (IsDigit(c) ? (GlyphTable.DigitWidth - glyph.Width) / 2 * unit : 0);
                left = Math.Round(2 * left) / 2;
                double lift = Math.Round(raise * size);
                glyph.AddTo(path, p =>
                {
                    double along = left + (p.X * unit);
                    double up = lift + FitHeight(c, p.Y, unit);
                    return item.Upwards ? new Point(origin.X - up, origin.Y - along) : new Point(origin.X + along, origin.Y - up);
                });
                pen += advance;
            }
        }

        return path;
    }

    private static double Advance(char c, double size)
    {
        double width = IsDigit(c) ? GlyphTable.DigitWidth : Glyphs.GetValueOrDefault(c, Unknown).Width;
        return (width + (2 * GlyphTable.Bearing)) * size / UnitsPerEm;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    /// <summary>Maps a height in glyph units to pixels so that x-height (small letters) or capital height (all else) is a whole number of them.</summary>
    private static double FitHeight(char c, double y, double unit)
    {
        double fitted = char.IsLower(c) ? Math.Max(1, Math.Round(XHeight * unit)) / XHeight : Math.Max(1, Math.Round(10 * unit)) / 10;
        return y <= XHeight || !char.IsLower(c) ? y * fitted : (XHeight * fitted) + ((y - XHeight) * unit);
    }

    /// <summary>Splits "10^{-3} m" into parts with their relative size and their lift in ems.</summary>
    private static IEnumerable<(string Text, double Scale, double Raise)> Parts(string text)
    {
        int start = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is not ('^' or '_') || text[i + 1] != '{') continue;
            int end = text.IndexOf('}', i);
            if (end < 0) break;
            if (i > start) yield return (text[start..i], 1, 0);
            yield return (text[(i + 2)..end], RaisedSize, text[i] == '^' ? RaisedBy : LoweredBy);
            start = end + 1;
            i = end;
        }

        if (start < text.Length) yield return (text[start..], 1, 0);
    }
}
