using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Plotting;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c>: figures, parameters and timings of a run, and beside it the configuration that repeats it.</summary>
internal static class RunPage
{
    internal const string PageName = "index.html";
    internal const string ConfigurationName = "config.json";

    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write(RunContext run, string folder, string title, string subtitle, IReadOnlyList<(Figure Figure, string Caption)> figures, IReadOnlyList<(string Name, string Value)> parameters, IReadOnlyList<(string Stage, double Seconds)> timings)
    {
        var page = new RunReport(title, subtitle);
        foreach (string warning in run.Warnings) page.AddWarning(warning);
        foreach ((Figure figure, string caption) in figures) page.AddFigure(figure, caption);
        page.AddParameters(parameters);
        page.AddParameters(ConfigurationFile.Given(run.Parse).Select(option => (option.Name, option.Value ?? "yes")), "Options given");
        page.AddHeading("Command line");
        page.AddNote(ConfigurationFile.CommandLine(run.Parse));
        page.AddTimings(timings);
        page.AddNote($"The file {ConfigurationName} beside this page repeats the run: adjointkit ... --config {ConfigurationName}");
        string path = Path.Combine(folder, PageName);
        page.Save(path);
        run.Wrote(path, "the report");
        WriteConfiguration(run, folder);
    }

    /// <summary>Writes DIR/config.json.</summary>
    internal static void WriteConfiguration(RunContext run, string folder)
    {
        string path = Path.Combine(folder, ConfigurationName);
        AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(ConfigurationFile.Write(run.Parse)));
        run.Wrote(path, "the configuration of this run");
    }

    /// <summary>"1 shot", "24 shots".</summary>
    internal static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    /// <summary>Where and in what a run computed, and what it took.</summary>
    internal static List<(string Name, string Value)> Resources(RunContext run) =>
    [
        ("precision", run.Common.Precision == Precision.Double ? "float64" : "float32"),
        ("device", $"{run.Device}, {run.Threads} threads"),
        .. run.History.Truth is string truth ? [("history", truth["history: ".Length..])] : Array.Empty<(string, string)>(),
        ("peak of the arrays", ByteSize.Text(run.Compute.Memory.Peak)),
        ("peak of the process", ByteSize.Text(ProcessMemory.PeakResidentBytes)),
    ];
}
