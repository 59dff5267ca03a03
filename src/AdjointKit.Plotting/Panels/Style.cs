using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Fonts;

namespace AdjointKit.Plotting.Panels;

/// <summary>The house style of figures: sizes in logical pixels, and colours.</summary>
internal static class Style
{
    internal const double TickSize = 11;
    internal const double LabelSize = 12.5;
    internal const double TitleSize = 14.5;
    internal const double FigureTitleSize = 17;
    internal const double TickLength = 4.5;
    internal const double TickGap = 3;
    internal const double LabelGap = 6;
    internal const double BarGap = 12;
    internal const double BarWidth = 13;

    /// <summary>Free space at the border of the canvas.</summary>
    internal const double Edge = 9;

    internal static readonly Color Ink = Color.Parse("#20242a");
    internal static readonly Color FrameColor = Color.Parse("#4a4f57");
    internal static readonly Color GridColor = Color.Parse("#e3e6ea");
    internal static readonly Color LegendBorder = Color.Parse("#c9ced6");

    internal static TextStyle Tick { get; } = new(TickSize, Ink);

    internal static TextStyle Label { get; } = new(LabelSize, Ink);

    internal static TextStyle Title { get; } = new(TitleSize, Ink, Bold: true);

    internal static TextStyle FigureTitle { get; } = new(FigureTitleSize, Ink, Bold: true);

    internal static double LineHeight(double size) => (StrokeFont.Ascent + StrokeFont.Descent) * size;

    /// <summary>An axis label with what the tick labels have to be multiplied by.</summary>
    internal static string AxisLabel(string? label, string note)
    {
        if (note.Length == 0) return label ?? "";
        return string.IsNullOrEmpty(label) ? note : $"{label}   {note}";
    }
}
