using System.Xml.Linq;
using AdjointKit.Arrays;

namespace AdjointKit.Plotting.Tests;

public sealed class RunReportTests
{
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    [Fact]
    public void A_report_is_one_well_formed_file_without_scripts_or_outside_references()
    {
        using NdArray<float> values = NdArray.Fill<float>(30, 20, (i, k) => i - k);
        Figure image = Figure.Image(values, "Model");
        RunReport report = new RunReport("Migration <1> & more", "Marmousi")
            .AddWarning("4 points per wavelength & fewer")
            .AddFigure(image, "As SVG.", FigureEncoding.Svg)
            .AddFigure(image, "As PNG.", FigureEncoding.Png)
            .AddFigure(Figure.Lines([new Series([0, 1], [1, 2], "a")]))
            .AddParameters([("spacing", "7.5 m"), ("<b>", "a & b")])
            .AddTable(["name", "value"], [["x", "1.5"], ["y", "-2e3"]], "Results")
            .AddTimings([("propagation", 41.2), ("imaging", 0.0042)])
            .AddNote("One.\n\nTwo,\nthree.");
        XDocument page = XDocument.Parse(report.ToHtml());
        Assert.Empty(page.Descendants(Xhtml + "script"));
        Assert.Empty(page.Descendants(Xhtml + "link"));
        foreach (XAttribute attribute in page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href")) Assert.StartsWith("data:", attribute.Value, StringComparison.Ordinal);
        Assert.Equal(3, page.Descendants(Xhtml + "figure").Count());
        Assert.Single(page.Descendants(Xhtml + "img"));
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("Migration <1> & more", page.Descendants(Xhtml + "h1").Single().Value);
        Assert.Contains("prefers-color-scheme: dark", page.Descendants(Xhtml + "style").Single().Value, StringComparison.Ordinal);

        // Numbers are set flush right, words are not.
        XElement results = page.Descendants(Xhtml + "table").Single(table => table.Attribute("class")?.Value == "grid");
        Assert.Equal([null, "number"], results.Descendants(Xhtml + "th").Select(th => th.Attribute("class")?.Value));
    }

    [Fact]
    public void Timings_show_readable_durations_and_their_total()
    {
        string page = new RunReport("t").AddTimings([("a", 0.00042), ("b", 3.2), ("c", 247.3), ("d", 7500), ("e", double.NaN)]).ToHtml();
        foreach (string expected in new[] { "420 µs", "3.20 s", "4 min 07 s", "2 h 05 min", "0 s", "2 h 09 min" }) Assert.Contains($">{expected}<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_replaces_an_older_one_and_leaves_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        try
        {
            string path = Path.Combine(folder, "index.html");
            File.WriteAllText(path, "old");
            RunReport report = new RunReport("new").AddNote("text");
            report.Save(path);
            Assert.Equal(report.ToHtml(), File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_ragged_table_is_refused() =>
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new RunReport("t").AddTable(["a", "b"], [["1", "2"], ["3"]])).Message, StringComparison.Ordinal);
}
