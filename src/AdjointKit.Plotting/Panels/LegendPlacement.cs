using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Fonts;
using AdjointKit.Plotting.Layers;

namespace AdjointKit.Plotting.Panels;

/// <summary>One entry of a placed legend: the left end of its key and its base line.</summary>
internal readonly record struct PlacedEntry(LegendEntry Entry, Point At);

/// <summary>A placed legend.</summary>
/// <param name="Bounds">The box that it covers.</param>
/// <param name="IsInside">Whether it lies in the plot, with a border of its own.</param>
/// <param name="Entries">The entries and where they stand.</param>
internal sealed record LegendBox(Box Bounds, bool IsInside, IReadOnlyList<PlacedEntry> Entries);

/// <summary>Puts the legend where it covers nothing: in the first free corner or side of the plot, tested against the data, else above the plot.</summary>
internal static class LegendPlacement
{
    internal const double KeyLength = 24;
    internal const double KeyGap = 5;
    private const double Padding = 6;
    private const double Inset = 8;
    private const double Between = 16;

    private static double Row => Math.Round(1.5 * Style.TickSize);

    /// <summary>The height that the legend needs above the plot; 0 where it finds room inside, or where there is none.</summary>
    internal static double HeightAbove(Panel panel, PlotFrame frame)
    {
        IReadOnlyList<LegendEntry> entries = panel.Legend;
        if (entries.Count == 0 || FindInside(panel, frame, entries) is not null) return 0;
        return Rows(entries, frame.Plot.Width).Count * Row;
    }

    /// <summary>Places the legend; null where the panel has none.</summary>
    internal static LegendBox? Find(Panel panel, PlotFrame frame)
    {
        IReadOnlyList<LegendEntry> entries = panel.Legend;
        if (entries.Count == 0) return null;
        return FindInside(panel, frame, entries) is Box box ? Stack(entries, box) : Above(entries, frame.Plot);
    }

    private static Box? FindInside(Panel panel, PlotFrame frame, IReadOnlyList<LegendEntry> entries)
    {
        double width = entries.Max(Width) + (2 * Padding);
        double height = (entries.Count * Row) + Padding;
        Box room = frame.Plot.Inflate(-Inset);
        if (width > room.Width || height > room.Height) return null;
        double middleX = (room.Left + room.Right - width) / 2;
        double middleY = (room.Top + room.Bottom - height) / 2;
        Span<Point> candidates =
        [
            new(room.Right - width, room.Top), new(room.Left, room.Top), new(room.Left, room.Bottom - height), new(room.Right - width, room.Bottom - height),
            new(room.Right - width, middleY), new(room.Left, middleY), new(middleX, room.Top), new(middleX, room.Bottom - height),
        ];
        foreach (Point corner in candidates)
        {
            var box = new Box(Math.Round(corner.X), Math.Round(corner.Y), Math.Round(corner.X) + Math.Ceiling(width), Math.Round(corner.Y) + Math.Ceiling(height));
            if (!panel.Layers.Any(layer => layer.Touches(box.Inflate(3), frame))) return box;
        }

        return null;
    }

    private static LegendBox Stack(IReadOnlyList<LegendEntry> entries, Box box)
    {
        var placed = new List<PlacedEntry>();
        for (int i = 0; i < entries.Count; i++) placed.Add(new PlacedEntry(entries[i], new Point(box.Left + Padding, BaseLine(box.Top + (Padding / 2), i))));
        return new LegendBox(box, true, placed);
    }

    private static LegendBox Above(IReadOnlyList<LegendEntry> entries, Box plot)
    {
        List<List<LegendEntry>> rows = Rows(entries, plot.Width);
        double top = plot.Top - (0.5 * Style.TickSize) - (rows.Count * Row);
        var placed = new List<PlacedEntry>();
        double right = plot.Left;
        for (int row = 0; row < rows.Count; row++)
        {
            double x = plot.Left;
            foreach (LegendEntry entry in rows[row])
            {
                placed.Add(new PlacedEntry(entry, new Point(x, BaseLine(top, row))));
                x += Width(entry) + Between;
            }

            right = Math.Max(right, x - Between);
        }

        return new LegendBox(new Box(plot.Left, top, right, top + (rows.Count * Row)), false, placed);
    }

    private static List<List<LegendEntry>> Rows(IReadOnlyList<LegendEntry> entries, double width)
    {
        var rows = new List<List<LegendEntry>> { new() };
        double used = 0;
        foreach (LegendEntry entry in entries)
        {
            double needed = Width(entry) + Between;
            if (used + needed - Between > width && rows[^1].Count > 0)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(entry);
            used += needed;
        }

        return rows;
    }

    private static double BaseLine(double top, int row) => Math.Round(top + (row * Row) + (0.5 * Row) + (0.35 * Style.TickSize));

    private static double Width(LegendEntry entry) => KeyLength + KeyGap + StrokeFont.Measure(entry.Label, Style.TickSize);
}
