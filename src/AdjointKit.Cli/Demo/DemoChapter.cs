using AdjointKit.Plotting;

namespace AdjointKit.Cli.Demo;

/// <summary>One world of the demo, computed: what goes onto the page, and what into files.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Story">What was done, in plain words.</param>
/// <param name="Figures">The figures, each with its caption.</param>
/// <param name="Tables">Tables of results.</param>
/// <param name="Parameters">What was run.</param>
/// <param name="Timings">What took how long.</param>
/// <param name="Files">What is written beside the page.</param>
/// <param name="Sentence">The result in one sentence.</param>
internal sealed record DemoChapter(
    string Title,
    string Story,
    IReadOnlyList<(Figure Figure, string Caption)> Figures,
    IReadOnlyList<DemoTable> Tables,
    IReadOnlyList<(string Name, string Value)> Parameters,
    IReadOnlyList<(string Stage, double Seconds)> Timings,
    IReadOnlyList<DemoFile> Files,
    string Sentence)
{
    /// <summary>Adds the chapter to a page, but for its timings.</summary>
    internal void AddTo(RunReport page)
    {
        page.AddHeading(Title).AddNote(Story);
        foreach ((Figure figure, string caption) in Figures) page.AddFigure(figure, caption);
        foreach (DemoTable table in Tables) page.AddTable(table.Columns, table.Rows, table.Heading);
        page.AddParameters(Parameters);
    }
}

/// <summary>A table of results.</summary>
/// <param name="Heading">The heading above it.</param>
/// <param name="Columns">The heads of the columns.</param>
/// <param name="Rows">The rows, one text per column.</param>
internal sealed record DemoTable(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A file of the demo.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="What">What it holds.</param>
/// <param name="Write">Writes it to a path.</param>
internal sealed record DemoFile(string Name, string What, Action<string> Write);
