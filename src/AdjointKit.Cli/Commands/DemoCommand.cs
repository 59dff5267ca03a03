using AdjointKit.Cli.Demo;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Commands;

/// <summary><c>demo</c>: from echoes to the ground that made them, from a hologram to its particles, and from an iteration to a network, on one page.</summary>
internal sealed class DemoCommand() : CliCommand("demo", "From echoes to the ground, from a hologram to its particles, from an iteration to a network, on one page (about a minute)", "adjointkit demo")
{
    private const string StandardFolder = "adjointkit-demo";

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Seed | CommonUse.Out | CommonUse.Report;

    internal override int Run(RunContext run)
    {
        string folder = run.Common.Out ?? run.Common.Report ?? StandardFolder;
        string pageFolder = run.Common.Report ?? folder;
        OutputPath.RequireFolder(folder);
        OutputPath.RequireFolder(pageFolder);

        // Nothing is written before all is computed: an interrupted demo leaves an empty folder.
        DemoChapter[] chapters = [SeismicDemo.Compute(run), HologramDemo.Compute(run), SparseDemo.Compute(run)];
        run.Cancellation.ThrowIfCancellationRequested();
        foreach (DemoFile file in chapters.SelectMany(chapter => chapter.Files))
        {
            string place = Path.Combine(folder, file.Name);
            file.Write(place);
            run.Wrote(place, file.What);
        }

        string page = WritePage(run, pageFolder, chapters);
        foreach (DemoChapter chapter in chapters) run.Say(chapter.Sentence);
        run.Say($"Now open {Path.GetFullPath(page)}");
        return ExitCode.Done;
    }

    private static string WritePage(RunContext run, string folder, DemoChapter[] chapters)
    {
        var page = new RunReport("AdjointKit: echoes, light and learning, run backwards", "A simulation, and its exact adjoint, which takes what was recorded back to what made it, and what a network got wrong back to what it should change");
        foreach (string warning in run.Warnings) page.AddWarning(warning);
        foreach (DemoChapter chapter in chapters) chapter.AddTo(page);
        page.AddTimings(chapters.SelectMany(chapter => chapter.Timings));
        string path = Path.Combine(folder, RunPage.PageName);
        page.Save(path);
        run.Wrote(path, "the page");
        if (run.Common.Report is not null) RunPage.WriteConfiguration(run, folder);
        return path;
    }
}
