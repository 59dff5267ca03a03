using AdjointKit.Arrays;
using AdjointKit.Cli.Commands.Waves;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.IO;
using AdjointKit.Plotting;
using AdjointKit.Runs;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Demo;

/// <summary>The seismic world: from a model of our own to its shots, and from these to a migrated image.</summary>
internal static class SeismicDemo
{
    private const double PeakFrequency = 15;
    private const double SmoothingRadius = 90;
    private const double SurfaceDepth = 10;
    private const double DisplayPower = 1.5;
    private const int Shots = 24;

    private static readonly TimeAxis Time = new(0.00125, 1300);

    internal static DemoChapter Compute(RunContext run)
    {
        double start = run.Seconds;
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
        NdArray<float> data = run.Progress.Run("modelling", progress => truth.Propagator.Model(truth.Velocity, truth.Wavelet, progress, run.Cancellation));
        double modelling = run.Seconds - start;

        using WaveSession<float> migration = WaveSession<float>.Of(run, input with { Velocity = smooth });
        NdArray<float> image = Migrate(run, migration, data);
        double migrating = run.Seconds - start - modelling;
        using NdArray<double> shown = SurveyFigures.DepthGained(image, grid, FaultedModel.WaterDepth + grid.Dz, DisplayPower);
        Figure migrated = SurveyFigures.Image(shown, grid, survey, "Migrated image", "reflectivity (relative)");
        Figure model = SurveyFigures.Model(truth.Velocity, grid, survey, "True model");
        NdArray<float> trueVelocity = truth.Velocity.Copy();
        NdArray<float> smoothVelocity = migration.Velocity.Copy();
        int middle = Shots / 2;
        double sourceX = survey.Shots[middle].Sources[0].X / 1000;
        return new DemoChapter(
            "Seismics: from echoes to an image of the ground",
            "A ship fires shots over layered, faulted ground and records the echoes. Reverse-time migration sends the echoes back in time through a smooth guess of the ground; where they meet the wave of the source, a reflector lit up. The backward run is the exact discrete adjoint of the forward one.",
            [
                (migrated, $"The image made from the recorded echoes: layers, anticline and both faults stand where the model has them. (Shown with a gain of depth^{DisplayPower}; the water is blank.)"),
                (model, "The ground that made the echoes, with sources (stars) and receivers (triangles)."),
                (SurveyFigures.Gather(data.Select(0, middle), Time, $"Shot {middle}, source at {sourceX:0.00} km", percent: 93), "One shot record: the strong straight lines are the direct wave, the curves below it the echoes."),
                (SurveyFigures.Model(migration.Velocity, grid, survey, "Migration model"), $"What the migration knew: the same model, smoothed over {SmoothingRadius:0} m."),
            ],
            [],
            [("wavelet", $"Ricker, {PeakFrequency:0} Hz"), .. SurveyPage.Parameters(run, truth)],
            [("modelling", modelling), ("migrating", migrating)],
            [
                new DemoFile("model.npy", "the true model [x, z], m/s", path => ArrayFile.Write(path, trueVelocity)),
                new DemoFile("smooth.npy", "the migration model [x, z], m/s", path => ArrayFile.Write(path, smoothVelocity)),
                new DemoFile("data.npy", "the data [shot, receiver, time]", path => ArrayFile.Write(path, data)),
                new DemoFile("image.npy", "the migrated image [x, z]", path => ArrayFile.Write(path, image)),
                new DemoFile("overview.png", "model and image in one picture", path => Figure.Grid(1, 2, model, migrated).WithSize(1200).WithScale(1).Save(path)),
            ],
            $"{Shots} shots modelled in {modelling:0.0} s and migrated in {migrating:0.0} s");
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
}
