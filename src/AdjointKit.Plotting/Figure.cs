using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Panels;
using AdjointKit.Plotting.Raster;
using AdjointKit.Plotting.Svg;
using AdjointKit.Runs;

namespace AdjointKit.Plotting;

/// <summary>
/// A figure: one panel, or a grid of them, drawn to SVG or PNG. Immutable: the methods that change something return another figure, and the data were
/// copied when it was made, so arrays may be released.
/// </summary>
/// <example>
/// <code>
/// Figure.Image(velocity, title: "Velocity", extent: Extent.OfGrid(nx, 0.0075, nz, 0.0075), colorLabel: "v (km/s)", xLabel: "x (km)", yLabel: "z (km)", aspect: Aspect.Equal).Save("velocity.png");
/// </code>
/// </example>
public sealed partial class Figure
{
    private const double DefaultWidth = 760;
    private const double DefaultHeight = 470;
    private const double LeastSize = 120;
    private const double MostHeight = 1000;
    private const double MostPixels = 16_384;

    private Figure(Panel?[] panels, int rows, int columns)
    {
        Cells = panels;
        Rows = rows;
        Columns = columns;
    }

    private Figure(Figure other)
    {
        Cells = other.Cells;
        Rows = other.Rows;
        Columns = other.Columns;
        Title = other.Title;
        width = other.width;
        height = other.height;
        Scale = other.Scale;
    }

    private double? width;
    private double? height;

    /// <summary>The title above all panels; null: none.</summary>
    public string? Title { get; private init; }

    /// <summary>Device pixels per logical pixel in a PNG (and in pictures within an SVG): 2 unless set, which is sharp on dense displays and in print.</summary>
    public double Scale { get; private init; } = 2;

    internal IReadOnlyList<Panel?> Cells { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>The same figure with another size in logical pixels (96 per inch).</summary>
    /// <param name="width">The width, from 120 on.</param>
    /// <param name="height">The height, from 120 on; null: what suits the contents.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too small, or more than 16384 device pixels.</exception>
    public Figure WithSize(double width, double? height = null) => new(this)
    {
        width = CheckedSize(width, nameof(width)),
        height = height is double h ? CheckedSize(h, nameof(height)) : null,
    };

    /// <summary>The same figure with another number of device pixels per logical pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0.25 to 8, or more than 16384 device pixels.</exception>
    public Figure WithScale(double scale) => scale is >= 0.25 and <= 8 && scale * Math.Max(width ?? 0, height ?? 0) <= MostPixels
        ? new(this) { Scale = scale }
        : throw new ArgumentOutOfRangeException(nameof(scale), scale, $"the scale of a figure lies between 0.25 and 8 device pixels per logical pixel, and a side has at most {MostPixels} of them");

    /// <summary>The same figure with a title above all panels.</summary>
    public Figure WithTitle(string? title) => new(this) { Title = title };

    /// <summary>Writes the figure. The ending of the name decides: .svg or .png. The file appears under its name only when it is whole.</summary>
    /// <exception cref="ArgumentException">Another ending.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SVG":
                AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(ToSvg()));
                break;
            case ".PNG":
                AtomicFile.Write(path, ToPng());
                break;
            default:
                throw new ArgumentException($"'{path}' does not say what to write: end the name with .svg or .png", nameof(path));
        }
    }

    /// <summary>The figure as the bytes of a PNG file.</summary>
    public byte[] ToPng() => PngEncoder.Encode(RasterSink.Draw(Draw(), Scale), 96 * Scale);

    /// <summary>The figure as the text of an SVG file.</summary>
    public string ToSvg() => ToSvg("");

    internal string ToSvg(string idPrefix) => SvgSink.Write(Draw(), Description, idPrefix);

    /// <summary>What the figure shows, for those who cannot see it.</summary>
    internal string Description => Title ?? string.Join(", ", Cells.Select(panel => panel?.Title).Where(title => !string.IsNullOrEmpty(title)));

    internal DrawList Draw()
    {
        FigureLayout layout = Layout();
        var list = new DrawList(layout.Width, layout.Height, Color.White);
        if (!string.IsNullOrEmpty(Title))
        {
            string title = PanelPainter.Fit(Title, Style.FigureTitleSize, layout.Width - (2 * Style.Edge));
            list.Text(title, new Point(layout.Width / 2, Style.Edge + (0.86 * Style.FigureTitleSize)), Style.FigureTitle, TextAlign.Middle);
        }

        foreach (PanelLayout panel in layout.Panels) PanelPainter.Draw(list, panel);
        return list;
    }

    internal FigureLayout Layout() => FigureLayout.Make(this, width ?? (Columns == 1 ? DefaultWidth : Math.Min(1500, 80 + (420 * Columns))), height, Rows == 1 ? DefaultHeight : 340.0 * Rows, MostHeight * Rows);

    private double CheckedSize(double size, string name) => size >= LeastSize && size * Scale <= MostPixels
        ? size
        : throw new ArgumentOutOfRangeException(name, size, $"a figure is from {LeastSize} to {MostPixels / Scale} logical pixels wide and high");
}
