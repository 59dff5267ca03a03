using System.Net;
using System.Text;

namespace AdjointKit.Optics;

/// <summary>Draws a bench from the side as SVG.</summary>
internal sealed class BenchDrawing
{
    private const double Width = 760;
    private const double Left = 50;
    private const double Right = 50;
    private const double MostHeight = 80;
    private const double LineOfLabels = 17;
    private const double LetterWidth = 6.3;
    private const double Room = 22;
    private const string Ink = "#222";
    private const string Glass = "#cfe3f5";
    private const string Light = "#c62828";

    private readonly OpticalBench bench;
    private readonly bool rays;
    private readonly StringBuilder svg = new();
    private readonly List<Item> items;
    private readonly double first;
    private readonly double last;
    private readonly double highest;
    private readonly double axis;

    internal BenchDrawing(OpticalBench bench, bool rays)
    {
        this.bench = bench;
        this.rays = rays;
        double window = 0.5 * bench.Grid.Ny * bench.Grid.Dy;
        items = [new Item(bench.Start.Number, BenchSymbol.Source, bench.Modes[0].Source.Name, 0, null, null)];
        items.AddRange(bench.Elements.OrderBy(placed => placed.Z.Number).Select(placed => new Item(placed.Z.Number, placed.Element.Symbol, placed.Element.Label, placed.Element.Middle, placed.Element.HalfHeight, placed.Element)));
        if (bench.Sensor is PlacedSensor sensor) items.Add(new Item(sensor.Z.Number, BenchSymbol.Sensor, "sensor", 0, null, null));
        first = items[0].Z;
        last = items.Max(item => item.Z);
        if (last == first) last = first + 1e-3;
        highest = items.Max(item => Math.Max(window, Math.Abs(item.Middle) + (item.HalfHeight ?? window)));
        Levels = LabelLevels();
        axis = (LineOfLabels * (Levels.Max() + 1)) + 20 + MostHeight;
    }

    /// <summary>The line of text that each item's label stands on, counted from the lowest.</summary>
    private int[] Levels { get; }

    internal string Text()
    {
        double bottom = axis + MostHeight + 18;
        double height = bottom + 48;
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(Width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(Width)} {N(height)}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append($"<title>{WebUtility.HtmlEncode(string.Join("; ", items.Select(item => $"{item.Label} at {Millimetres(item.Z)} mm")))}</title>\n");
        svg.Append($"<rect width=\"{N(Width)}\" height=\"{N(height)}\" fill=\"#fff\"/>\n");
        Line(Left - 20, axis, Width - Right + 20, axis, "#999", "stroke-dasharray=\"9 3 2 3\"");
        if (rays) Rays();
        foreach (Item item in items) Symbol(item);
        for (int k = 0; k < items.Count; k++) Leader(items[k], Levels[k]);
        for (int k = 0; k < items.Count; k++) Label(items[k], Levels[k]);
        Scale(bottom);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Each label on the lowest line where it touches no other, in the order of z.</summary>
    private int[] LabelLevels()
    {
        var levels = new int[items.Count];
        List<double> ends = [];
        for (int k = 0; k < items.Count; k++)
        {
            (double start, double end) = Extent(items[k]);
            int level = ends.FindIndex(taken => taken < start);
            if (level < 0)
            {
                level = ends.Count;
                ends.Add(end);
            }
            else
            {
                ends[level] = end;
            }

            levels[k] = level;
        }

        return levels;
    }

    private (double Start, double End) Extent(Item item)
    {
        double width = LetterWidth * item.Label.Length;
        double start = Math.Clamp(X(item.Z) - (0.5 * width), 2, Width - width - 2);
        return (start, start + width + 8);
    }

    private double LabelHeight(int level) => axis - MostHeight - 12 - (level * LineOfLabels);

    /// <summary>The line from a label to its item.</summary>
    private void Leader(Item item, int level)
    {
        double y = LabelHeight(level);
        double top = Y(item.Middle) - Half(item) - (item.Symbol is BenchSymbol.Aperture ? Room : 0);
        Line(X(item.Z), y + 3, X(item.Z), Math.Max(y + 3, Math.Min(top, axis) - 3), "#bbb");
    }

    /// <summary>On a white rim, so that lines to labels above do not run through it.</summary>
    private void Label(Item item, int level)
    {
        (double start, double end) = Extent(item);
        svg.Append($"<text x=\"{N(0.5 * (start + end - 8))}\" y=\"{N(LabelHeight(level))}\" text-anchor=\"middle\" fill=\"{Ink}\" stroke=\"#fff\" stroke-width=\"4\" paint-order=\"stroke\">{WebUtility.HtmlEncode(item.Label)}</text>\n");
    }

    private void Symbol(Item item)
    {
        double x = X(item.Z);
        double y = Y(item.Middle);
        double h = Half(item);
        switch (item.Symbol)
        {
            case BenchSymbol.Lens:
                Shape($"M{N(x)} {N(y - h)} Q{N(x + 14)} {N(y)} {N(x)} {N(y + h)} Q{N(x - 14)} {N(y)} {N(x)} {N(y - h)} Z", Glass);
                break;
            case BenchSymbol.DivergingLens:
                Shape($"M{N(x - 7)} {N(y - h)} H{N(x + 7)} Q{N(x - 4)} {N(y)} {N(x + 7)} {N(y + h)} H{N(x - 7)} Q{N(x + 4)} {N(y)} {N(x - 7)} {N(y - h)} Z", Glass);
                break;
            case BenchSymbol.Aperture:
                Block(x, Math.Min(axis - MostHeight, y - h - Room), y - h);
                Block(x, y + h, Math.Max(axis + MostHeight, y + h + Room));
                break;
            case BenchSymbol.Stop:
                Block(x, y - h, y + h);
                break;
            case BenchSymbol.Prism:
                // Light turns towards the base.
                double up = item.Element!.Bend(0, 0) > 0 ? h : -h;
                Shape($"M{N(x - 4)} {N(y + up)} L{N(x + 4)} {N(y + up)} L{N(x + 12)} {N(y - up)} L{N(x - 4)} {N(y - up)} Z", Glass);
                break;
            case BenchSymbol.Grating:
                Shape($"M{N(x)} {N(y - h)} V{N(y + h)}", "none", "stroke-width=\"6\" stroke-dasharray=\"4 3\"");
                break;
            case BenchSymbol.Pixels:
                Shape($"M{N(x - 4)} {N(y - h)} H{N(x + 4)} V{N(y + h)} H{N(x - 4)} Z", "#dcd0ee");
                Shape($"M{N(x)} {N(y - h)} V{N(y + h)}", "none", "stroke-width=\"8\" stroke-dasharray=\"1 6\"");
                break;
            case BenchSymbol.Rough:
                Shape($"M{N(x - 3)} {N(y - h)} V{N(y + h)} " + Zigzag(x + 3, y + h, y - h) + "Z", "#e8e8e8");
                break;
            case BenchSymbol.Source:
                Shape($"M{N(x - 30)} {N(axis - 12)} H{N(x)} V{N(axis + 12)} H{N(x - 30)} Z", "#f4c7c3");
                break;
            case BenchSymbol.Sensor:
                Shape($"M{N(x)} {N(axis - h)} H{N(x + 9)} V{N(axis + h)} H{N(x)} Z", "#3f4a55");
                break;
            default:
                Shape($"M{N(x - 3)} {N(y - h)} H{N(x + 3)} V{N(y + h)} H{N(x - 3)} Z", Glass);
                break;
        }
    }

    private static string Zigzag(double x, double from, double to)
    {
        const int teeth = 24;
        var path = new StringBuilder();
        for (int k = 0; k <= teeth; k++) path.Append($"L{N(x + (k % 2 == 0 ? 0 : 3))} {N(from + ((to - from) * k / teeth))} ");
        return path.ToString();
    }

    /// <summary>Through the smallest of what is round the axis, at most four fifths of the field.</summary>
    private void Rays()
    {
        double window = 0.5 * bench.Grid.Ny * bench.Grid.Dy;
        double bundle = items.Where(item => item.HalfHeight is not null && item.Symbol != BenchSymbol.Stop).Select(item => 0.95 * item.HalfHeight!.Value).Append(0.8 * window).Min();
        foreach ((double start, double startSlope) in bench.Modes[0].Source.Rays(bundle))
        {
            (double z, double y, double? slope) = (first, start, startSlope);
            var path = new StringBuilder($"M{N(X(z))} {N(Y(y))}");
            foreach (Item item in items.Skip(1))
            {
                y += slope.Value * (item.Z - z);
                z = item.Z;
                path.Append($" L{N(X(z))} {N(Y(y))}");
                if (item.Element is not null) slope = item.Element.Bend(y - item.Middle, slope.Value);
                if (slope is null) break;
            }

            svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"{Light}\" stroke-opacity=\"0.6\" clip-path=\"url(#field)\"/>\n");
        }

        svg.Append($"<clipPath id=\"field\"><rect x=\"0\" y=\"{N(axis - MostHeight)}\" width=\"{N(Width)}\" height=\"{N(2 * MostHeight)}\"/></clipPath>\n");
    }

    /// <summary>The axis in millimetres.</summary>
    private void Scale(double y)
    {
        Line(X(first), y, X(last), y, Ink);
        double step = Step((last - first) * 1e3 / 7);
        for (double tick = Math.Ceiling((first * 1e3 / step) - 1e-9) + 0.0; tick * step <= (last * 1e3) + (1e-9 * step); tick++)
        {
            double x = X(1e-3 * tick * step);
            Line(x, y, x, y + 5, Ink);
            svg.Append($"<text x=\"{N(x)}\" y=\"{N(y + 18)}\" text-anchor=\"middle\" fill=\"{Ink}\">{(tick * step).ToString("0.######")}</text>\n");
        }

        svg.Append($"<text x=\"{N(0.5 * (X(first) + X(last)))}\" y=\"{N(y + 36)}\" text-anchor=\"middle\" fill=\"{Ink}\">z (mm)</text>\n");
        foreach (Item item in items) Line(X(item.Z), y - 4, X(item.Z), y, Ink);
    }

    /// <summary>1, 2 or 5 times a power of ten, at least so much.</summary>
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private void Block(double x, double top, double bottom) => Shape($"M{N(x - 3)} {N(top)} H{N(x + 3)} V{N(bottom)} H{N(x - 3)} Z", Ink);

    private void Shape(string path, string fill, string more = "") => svg.Append($"<path d=\"{path}\" fill=\"{fill}\" stroke=\"{Ink}\" {more}/>\n");

    private void Line(double x0, double y0, double x1, double y1, string color, string more = "") =>
        svg.Append($"<line x1=\"{N(x0)}\" y1=\"{N(y0)}\" x2=\"{N(x1)}\" y2=\"{N(y1)}\" stroke=\"{color}\" {more}/>\n");

    private double X(double z) => Left + ((Width - Left - Right) * (z - first) / (last - first));

    private double Y(double height) => axis - (MostHeight * height / highest);

    private double Half(Item item) => item.HalfHeight is double half ? Math.Max(2, MostHeight * half / highest) : item.Symbol == BenchSymbol.Source ? 12 : MostHeight * (0.5 * bench.Grid.Ny * bench.Grid.Dy) / highest;

    private static string Millimetres(double z) => (1e3 * z).ToString("0.######");

    private static string N(double value) => value.ToString("0.##");

    private sealed record Item(double Z, BenchSymbol Symbol, string Label, double Middle, double? HalfHeight, OpticalElement? Element);
}
