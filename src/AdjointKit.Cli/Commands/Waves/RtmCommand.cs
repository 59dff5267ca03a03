using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.IO;
using AdjointKit.Runs;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary><c>rtm</c>: reverse-time migration, shot by shot; an interrupted run goes on with <c>--resume</c> and ends with the same bits.</summary>
internal sealed class RtmCommand : SurveyCommand
{
    private readonly Option<string?> data = OptionFactory.Text("--data", "Recorded data [shot, receiver, time]", "D", required: true);
    private readonly MigrationChoices choices = new();

    internal RtmCommand()
        : base("rtm", "Reverse-time migration: an image of the reflectors", WaveExamples.Migration)
    {
        Add(data);
        choices.AddTo(Command);
    }

    internal override bool KeepsState => true;

    protected override int Execute<T>(RunContext run)
    {
        string source = run.Get(data)!;
        string path = PrepareOutput(run, source);
        MigrationOptions options = choices.Read(run);
        using WaveSession<T> session = WaveSession<T>.Open(run, Survey);
        using NdArray<T> recorded = DataInput.Read<T>(run, "--data", source, session.Input);
        double reading = run.Seconds;

        using ResumableRun state = ResumableRun.Start(ResumableRun.FolderOf(path), MigrationManifest.Of(session, options, recorded, run.Device.Kind), run.Common.Resume);
        if (run.Common.Resume && !state.Resumed) run.Note($"there is no state of an interrupted run in {state.Folder}: starting anew");
        var migration = new ReverseTimeMigration<T>(session.Propagator, options);
        using var items = new MigrationItems<T>(migration, session, options, recorded);
        run.HowToGoOn = () => HowToGoOn(state, items.Count);
        run.Progress.Run("rtm", progress =>
        {
            WorkItems.Run(items, "migrating", "shots", run: state, progress: progress, cancellation: run.Cancellation);
            return items.Count;
        });
        using NdArray<T> image = migration.Finish(items.Sum);
        double migrating = run.Seconds - reading;
        ArrayFile.Write(path, image);
        state.Complete();
        run.HowToGoOn = null;
        run.Wrote(path, $"image [x, z] {image.Shape} of {items.Count} shots, {migrating:0.0} s");
        if (run.Common.Report is string folder)
        {
            nint shot = recorded.Shape[0] / 2;
            SurveyPage.Write(
                run,
                folder,
                "Reverse-time migration",
                session,
                [
                    (SurveyFigures.Gather(recorded.Select(0, shot), session.Input.Time, $"Recorded data, shot {shot}"), $"The data of shot {shot}, before any mute."),
                    (SurveyFigures.Image(image, session.Input.Grid, session.Input.Survey, "Migrated image", MigrationChoices.ImageLabel(options)), "The migrated image."),
                ],
                [("reading", reading), ("migrating", migrating)]);
        }

        return ExitCode.Done;
    }

    private static string HowToGoOn(ResumableRun state, int shots) => state.Saved == 0
        ? "no shot was saved yet; run the same command again"
        : $"{state.Saved} of {shots} shots are done; run the same command with --resume to go on";
}
