using System.Numerics;
using AdjointKit.Cli.Commands.Waves;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Plotting;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c>: figures, parameters and timings of a seismic run, and beside it the configuration that repeats it.</summary>
internal static class RunPage
{
    internal const string PageName = "index.html";
    internal const string ConfigurationName = "config.json";

    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<T>(RunContext run, string folder, string title, WaveSession<T> session, IReadOnlyList<(Figure Figure, string Caption)> figures, IReadOnlyList<(string Stage, double Seconds)> timings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Inputs.SurveyInput input = session.Input;
        var page = new RunReport(title, $"{Count(input.Survey.Shots.Count, "shot")}, {Count(input.Survey.ReceiversPerShot, "receiver")}, {input.Grid.Nx} x {input.Grid.Nz} nodes");
        foreach (string warning in run.Warnings) page.AddWarning(warning);
        page.AddFigure(SurveyFigures.Model(session.Velocity, input.Grid, input.Survey, "Velocity model"), "The velocity model with sources (stars) and receivers (triangles).");
        foreach ((Figure figure, string caption) in figures) page.AddFigure(figure, caption);
        page.AddParameters(Parameters(run, session));
        page.AddParameters(ConfigurationFile.Given(run.Parse).Select(option => (option.Name, option.Value ?? "yes")), "Options given");
        page.AddHeading("Command line");
        page.AddNote(ConfigurationFile.CommandLine(run.Parse));
        page.AddTimings(timings);
        page.AddNote($"The file {ConfigurationName} beside this page repeats the run: adjointkit ... --config {ConfigurationName}");
        string path = Path.Combine(folder, PageName);
        page.Save(path);
        AtomicFile.Write(Path.Combine(folder, ConfigurationName), System.Text.Encoding.UTF8.GetBytes(ConfigurationFile.Write(run.Parse)));
        run.Wrote(path, "the report");
        run.Wrote(Path.Combine(folder, ConfigurationName), "the configuration of this run");
    }

    /// <summary>"1 shot", "24 shots".</summary>
    internal static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    /// <summary>What was run, in words.</summary>
    internal static List<(string Name, string Value)> Parameters<T>(RunContext run, WaveSession<T> session)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Inputs.SurveyInput input = session.Input;
        Waves.AcousticOptions numerics = input.Options;
        return
        [
            ("grid", $"{input.Grid.Nx} x {input.Grid.Nz} nodes, {input.Grid.Dx:G6} x {input.Grid.Dz:G6} m"),
            ("time", $"{input.Time.Samples} samples of {input.Time.Step:G6} s, {Count(session.Propagator.Substeps, "inner step")} each"),
            ("survey", $"{Count(input.Survey.Shots.Count, "shot")} of {Count(input.Survey.SourcesPerShot, "source")}, {Count(input.Survey.ReceiversPerShot, "receiver")}"),
            ("order in space", $"{numerics.Order}"),
            ("time scheme", numerics.Time == Waves.TimeScheme.Corrected ? "leapfrog, dispersion corrected" : "leapfrog"),
            ("absorbing layers", $"{numerics.Pml.Left}, {numerics.Pml.Right}, {(numerics.FreeSurface ? "free surface" : numerics.Pml.Top)}, {numerics.Pml.Bottom} points (left, right, top, bottom)"),
            ("precision", run.Common.Precision == Precision.Double ? "float64" : "float32"),
            ("device", $"{run.Device}, {run.Threads} threads"),
            .. run.History.Truth is string truth ? [("history", truth["history: ".Length..])] : Array.Empty<(string, string)>(),
            ("peak of the arrays", ByteSize.Text(run.Compute.Memory.Peak)),
            ("peak of the process", ByteSize.Text(ProcessMemory.PeakResidentBytes)),
        ];
    }
}
