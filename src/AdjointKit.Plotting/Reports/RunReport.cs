using System.Globalization;
using System.Text;
using AdjointKit.Plotting.Reports;
using AdjointKit.Runs;

namespace AdjointKit.Plotting;

/// <summary>How a figure is put into a report.</summary>
public enum FigureEncoding
{
    /// <summary>As SVG where that is small, else as PNG.</summary>
    Auto,

    /// <summary>As SVG: sharp at any size.</summary>
    Svg,

    /// <summary>As PNG: bounded in size whatever is drawn.</summary>
    Png,
}

/// <summary>
/// A page about one run: parameters, figures, timings, warnings and notes, in the order in which they are added (warnings always first). The result is one
/// HTML file that needs no script and no other file, and follows the reader's light or dark setting. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// new RunReport("Reverse-time migration", "Marmousi, 48 shots")
///     .AddFigure(image, "The migrated image.")
///     .AddParameters([("spacing", "7.5 m"), ("wavelet", "ricker:15")])
///     .AddTimings([("propagation", 41.2), ("imaging", 3.9)])
///     .Save("report.html");
/// </code>
/// </example>
public sealed class RunReport
{
    /// <summary>Up to this length of its text a figure is put in as SVG when the choice is free.</summary>
    private const int MostSvgCharacters = 600_000;

    private readonly string title;
    private readonly string? subtitle;
    private readonly StringBuilder body = new();
    private readonly List<string> warnings = [];
    private int figures;

    /// <summary>Starts a report.</summary>
    /// <param name="title">The title.</param>
    /// <param name="subtitle">A line under it: what was run on what, and when; null: none.</param>
    public RunReport(string title, string? subtitle = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(title);
        this.title = title;
        this.subtitle = subtitle;
    }

    /// <summary>Adds a heading.</summary>
    public RunReport AddHeading(string text)
    {
        body.Append("<h2>").Append(Html.Escape(text)).Append("</h2>\n");
        return this;
    }

    /// <summary>Adds a paragraph of text; an empty line in it starts another one.</summary>
    public RunReport AddNote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Append("<p>").Append(Html.Escape(paragraph).Replace("\n", "<br/>", StringComparison.Ordinal)).Append("</p>\n");
        }

        return this;
    }

    /// <summary>Adds a warning. All warnings stand together at the top of the page.</summary>
    public RunReport AddWarning(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        warnings.Add(text);
        return this;
    }

    /// <summary>Adds a table of names and values.</summary>
    /// <param name="parameters">Names and values, units included.</param>
    /// <param name="heading">The heading above the table; null: none.</param>
    public RunReport AddParameters(IEnumerable<(string Name, string Value)> parameters, string? heading = "Parameters")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (heading is not null) AddHeading(heading);
        body.Append("<table class=\"pairs\">\n");
        foreach ((string name, string value) in parameters)
        {
            body.Append("<tr><th scope=\"row\">").Append(Html.Escape(name)).Append("</th><td>").Append(Html.Escape(value)).Append("</td></tr>\n");
        }

        body.Append("</table>\n");
        return this;
    }

    /// <summary>Adds a table. Columns whose cells are all numbers are set flush right.</summary>
    /// <param name="columns">The heads of the columns.</param>
    /// <param name="rows">The rows, each with one text per column.</param>
    /// <param name="heading">The heading above the table; null: none.</param>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns.</exception>
    public RunReport AddTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, string? heading = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        int wrong = rows.ToList().FindIndex(row => row.Count != columns.Count);
        if (wrong >= 0) throw new ArgumentException($"row {wrong} of the table has {rows[wrong].Count} cells, the head has {columns.Count} columns", nameof(rows));
        if (heading is not null) AddHeading(heading);
        bool[] numbers = [.. Enumerable.Range(0, columns.Count).Select(k => rows.Count > 0 && rows.All(row => IsNumber(row[k])))];
        body.Append("<div class=\"wide\"><table class=\"grid\">\n<thead><tr>");
        for (int k = 0; k < columns.Count; k++) body.Append(numbers[k] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Append(Html.Escape(columns[k])).Append("</th>");
        body.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            body.Append("<tr>");
            for (int k = 0; k < row.Count; k++) body.Append(numbers[k] ? "<td class=\"number\">" : "<td>").Append(Html.Escape(row[k])).Append("</td>");
            body.Append("</tr>\n");
        }

        body.Append("</tbody>\n</table></div>\n");
        return this;
    }

    /// <summary>Adds a table of stages and their seconds, with bars that show their shares, and the total.</summary>
    /// <param name="stages">Names and seconds; what is not a finite positive number counts as 0.</param>
    /// <param name="heading">The heading above the table; null: none.</param>
    public RunReport AddTimings(IEnumerable<(string Stage, double Seconds)> stages, string? heading = "Timings")
    {
        ArgumentNullException.ThrowIfNull(stages);
        if (heading is not null) AddHeading(heading);
        (string Stage, double Seconds)[] all = [.. stages.Select(stage => (stage.Stage, double.IsFinite(stage.Seconds) ? Math.Max(0, stage.Seconds) : 0))];
        double total = all.Sum(stage => stage.Seconds);
        body.Append("<table class=\"timings\">\n");
        foreach ((string stage, double seconds) in all)
        {
            double share = total > 0 ? seconds / total : 0;
            body.Append("<tr><th scope=\"row\">").Append(Html.Escape(stage)).Append("</th><td class=\"number\">").Append(Duration(seconds))
                .Append("</td><td class=\"bar\"><span style=\"width:").Append((100 * share).ToString("0.#", CultureInfo.InvariantCulture)).Append("%\"></span></td><td class=\"number\">")
                .Append((100 * share).ToString("0", CultureInfo.InvariantCulture)).Append(" %</td></tr>\n");
        }

        body.Append("<tr class=\"total\"><th scope=\"row\">total</th><td class=\"number\">").Append(Duration(total)).Append("</td><td></td><td></td></tr>\n</table>\n");
        return this;
    }

    /// <summary>Adds a figure, drawn now.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="caption">A text under it; null: none.</param>
    /// <param name="encoding">SVG or PNG.</param>
    public RunReport AddFigure(Figure figure, string? caption = null, FigureEncoding encoding = FigureEncoding.Auto)
    {
        ArgumentNullException.ThrowIfNull(figure);
        figures++;
        string? svg = encoding == FigureEncoding.Png ? null : figure.ToSvg($"f{figures}");
        body.Append("<figure>\n");
        if (svg is not null && (encoding == FigureEncoding.Svg || svg.Length <= MostSvgCharacters))
        {
            body.Append(svg);
        }
        else
        {
            double width = figure.Layout().Width;
            body.Append("<img alt=\"").Append(Html.Escape(figure.Description)).Append("\" width=\"").Append(width.ToString("0", CultureInfo.InvariantCulture))
                .Append("\" src=\"data:image/png;base64,").Append(Convert.ToBase64String(figure.ToPng())).Append("\"/>\n");
        }

        if (!string.IsNullOrEmpty(caption)) body.Append("<figcaption>").Append(Html.Escape(caption)).Append("</figcaption>\n");
        body.Append("</figure>\n");
        return this;
    }

    /// <summary>The page as text (HTML that is well-formed XML too).</summary>
    public string ToHtml()
    {
        var page = new StringBuilder(body.Length + 8192);
        page.Append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>\n")
            .Append("<meta name=\"generator\" content=\"AdjointKit\"/>\n<title>").Append(Html.Escape(title)).Append("</title>\n<style>\n")
            .Append(ReportStyle.Css).Append("</style>\n</head>\n<body>\n<main>\n<header>\n<h1>").Append(Html.Escape(title)).Append("</h1>\n");
        if (!string.IsNullOrEmpty(subtitle)) page.Append("<p class=\"subtitle\">").Append(Html.Escape(subtitle)).Append("</p>\n");
        page.Append("</header>\n");
        if (warnings.Count > 0)
        {
            page.Append("<aside class=\"warnings\" role=\"note\">\n<strong>").Append(warnings.Count == 1 ? "Warning" : $"{warnings.Count} warnings").Append("</strong>\n<ul>\n");
            foreach (string warning in warnings) page.Append("<li>").Append(Html.Escape(warning)).Append("</li>\n");
            page.Append("</ul>\n</aside>\n");
        }

        return page.Append(body).Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Writes the page. The file appears under its name only when it is whole.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToHtml()));
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    /// <summary>Seconds as a reader wants them: 0.42 ms, 3.21 s, 4 min 07 s, 2 h 05 min.</summary>
    private static string Duration(double seconds)
    {
        if (seconds == 0) return "0 s";
        if (seconds < 0.9995e-3) return (1e6 * seconds).ToString("0", CultureInfo.InvariantCulture) + " µs";
        if (seconds < 0.9995) return (1e3 * seconds).ToString(seconds < 0.01 ? "0.00" : seconds < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";
        if (seconds < 99.95) return seconds.ToString(seconds < 9.995 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";
        long whole = (long)Math.Round(seconds);
        return whole < 6000
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole / 60 % 60:00} min");
    }
}
