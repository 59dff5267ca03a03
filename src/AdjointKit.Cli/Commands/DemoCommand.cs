using AdjointKit.Arrays;
using AdjointKit.Cli.Commands.Waves;
using AdjointKit.Cli.Demo;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Plotting;
using AdjointKit.Runs;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands;

/// <summary><c>demo</c>: from a model of our own to a migrated image of it, on one page.</summary>
internal sealed class DemoCommand() : CliCommand("demo", "From a faulted model to its migrated image, on one page (under a minute)", "adjointkit demo")
{
    private const string StandardFolder = "adjointkit-demo";
    private const double PeakFrequency = 15;
    private const double SmoothingRadius = 90;
    private const double SurfaceDepth = 10;
    private const double DisplayPower = 1.5;
    private const int Shots = 24;

    private static readonly TimeAxis Time = new(0.00125, 1300);

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Out | CommonUse.Report;

    internal override int Run(RunContext run)
    {
        string folder = run.Common.Out ?? run.Common.Report ?? StandardFolder;
        OutputPath.RequireFolder(folder);
        Grid2D grid = FaultedModel.Grid;
        using NdArray<double> velocity = FaultedModel.Velocity();
        using NdArray<double> smooth = FaultedModel.Smoothed(velocity, SmoothingRadius);
        Survey survey = Survey.Line(60, grid.Width - 60, Shots, SurfaceDepth, 0, grid.Width, grid.Nx, SurfaceDepth);
        var ricker = new Ricker(PeakFrequency);
        using NdArray<double> wavelet = NdArray.From<double>(ricker.Sample(Time));
        var options = new AcousticOptions();
        var input = new SurveyInput(velocity, grid, Time, survey, wavelet, ricker, options, Vmax: null, HistoryChoice.Auto);

        run.Note($"modelling {Shots} shots over {grid.Nx} x {grid.Nz} nodes, then migrating them with a smoothed model");
        using WaveSession<float> truth = WaveSession<float>.Of(run, input);
        using NdArray<float> data = run.Progress.Run("modelling", progress => truth.Propagator.Model(truth.Velocity, truth.Wavelet, progress, run.Cancellation));
        double modelling = run.Seconds;

        using WaveSession<float> migration = WaveSession<float>.Of(run, input with { Velocity = smooth });
        using NdArray<float> image = Migrate(run, migration, data);
        double migrating = run.Seconds - modelling;
        WriteArrays(run, folder, truth.Velocity, migration.Velocity, data, image);
        string page = WritePage(run, folder, truth, migration, data, image, [("modelling", modelling), ("migrating", migrating)]);
        run.Say($"{Shots} shots modelled in {modelling:0.0} s and migrated in {migrating:0.0} s");
        run.Say($"Now open {Path.GetFullPath(page)}");
        return ExitCode.Done;
    }

    private static NdArray<float> Migrate(RunContext run, WaveSession<float> session, NdArray<float> data)
    {
        var options = new MigrationOptions
        {
            Condition = ImagingCondition.Born,
            Laplacian = true,
            Illumination = true,
            Mute = new DirectWaveMute(1500, 2 / PeakFrequency),
        };
        var migration = new ReverseTimeMigration<float>(session.Propagator, options);
        using var items = new MigrationItems<float>(migration, session, options, data);
        run.Progress.Run("migrating", progress =>
        {
            WorkItems.Run(items, "migrating", "shots", progress: progress, cancellation: run.Cancellation);
            return items.Count;
        });
        return migration.Finish(items.Sum);
    }

    private static void WriteArrays(RunContext run, string folder, NdArray<float> velocity, NdArray<float> smooth, NdArray<float> data, NdArray<float> image)
    {
        (string Name, NdArray<float> Array, string What)[] arrays =
        [
            ("model.npy", velocity, "the true model [x, z], m/s"),
            ("smooth.npy", smooth, "the migration model [x, z], m/s"),
            ("data.npy", data, "the data [shot, receiver, time]"),
            ("image.npy", image, "the migrated image [x, z]"),
        ];
        foreach ((string name, NdArray<float> array, string what) in arrays)
        {
            string path = Path.Combine(folder, name);
            ArrayFile.Write(path, array);
            run.Wrote(path, what);
        }
    }

    private static string WritePage(RunContext run, string folder, WaveSession<float> truth, WaveSession<float> migration, NdArray<float> data, NdArray<float> image, (string, double)[] timings)
    {
        Grid2D grid = truth.Input.Grid;
        int middle = Shots / 2;
        double sourceX = truth.Input.Survey.Shots[middle].Sources[0].X / 1000;
        RunReport page = new RunReport("AdjointKit: from a shot record to an image", $"{Shots} shots over a faulted model of {grid.Nx} x {grid.Nz} nodes, {PeakFrequency:0} Hz")
            .AddNote("A ship fires shots over layered, faulted ground and records the echoes. Reverse-time migration sends the echoes back in time through a smooth guess of the ground; where they meet the wave of the source, a reflector lit up. The backward run is the exact discrete adjoint of the forward one.");
        foreach (string warning in run.Warnings) page.AddWarning(warning);
        using NdArray<double> shown = SurveyFigures.DepthGained(image, grid, FaultedModel.WaterDepth + grid.Dz, DisplayPower);
        Figure migrated = SurveyFigures.Image(shown, grid, truth.Input.Survey, "Migrated image", "reflectivity (relative)");
        Figure model = SurveyFigures.Model(truth.Velocity, grid, truth.Input.Survey, "True model");
        string overview = Path.Combine(folder, "overview.png");
        Figure.Grid(1, 2, model, migrated).WithSize(1200).WithScale(1).Save(overview);
        run.Wrote(overview, "model and image in one picture");
        page.AddFigure(migrated, $"The image made from the recorded echoes: layers, anticline and both faults stand where the model has them. (Shown with a gain of depth^{DisplayPower}; the water is blank.)")
            .AddFigure(model, "The ground that made the echoes, with sources (stars) and receivers (triangles).")
            .AddFigure(SurveyFigures.Gather(data.Select(0, middle), Time, $"Shot {middle}, source at {sourceX:0.00} km", percent: 93), "One shot record: the strong straight lines are the direct wave, the curves below it the echoes.")
            .AddFigure(SurveyFigures.Model(migration.Velocity, grid, truth.Input.Survey, "Migration model"), $"What the migration knew: the same model, smoothed over {SmoothingRadius:0} m.")
            .AddParameters(SurveyPage.Parameters(run, truth))
            .AddTimings(timings);
        string path = Path.Combine(folder, RunPage.PageName);
        page.Save(path);
        run.Wrote(path, "the page");
        return path;
    }
}
