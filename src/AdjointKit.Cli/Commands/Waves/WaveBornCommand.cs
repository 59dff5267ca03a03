using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.IO;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary><c>wave born</c>: linearised modelling, and with <c>--adjoint</c> its plain transpose.</summary>
internal sealed class WaveBornCommand : SurveyCommand
{
    private readonly Option<string?> perturbation = OptionFactory.Text("--dvp", "Velocity perturbation in m/s, in the model file's axis order", "DV");
    private readonly Option<bool> adjoint = OptionFactory.Flag("--adjoint", "Apply the transpose: data to a model");
    private readonly Option<string?> data = OptionFactory.Text("--data", "Data [shot, receiver, time] for --adjoint", "D");

    internal WaveBornCommand()
        : base("born", "Linearised modelling: data of a velocity perturbation, or its transpose", WaveExamples.Born) => Add(perturbation, adjoint, data);

    protected override int Execute<T>(RunContext run)
    {
        string? change = run.Get(perturbation);
        string? recorded = run.Get(data);
        bool transpose = run.Get(adjoint);
        if (transpose && (recorded is null || change is not null)) throw new UsageException("--adjoint takes --data D and no --dvp: it maps data to a model");
        if (!transpose && (change is null || recorded is not null)) throw new UsageException("born takes --dvp DV and no --data: for the transpose add --adjoint");
        string path = PrepareOutput(run, change, recorded);
        using WaveSession<T> session = WaveSession<T>.Open(run, Survey);
        return transpose ? Transpose(run, session, recorded!, path) : Forward(run, session, change!, path);
    }

    private int Forward<T>(RunContext run, WaveSession<T> session, string change, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using NdArray<double> stated = Survey.ReadCompanion(run, "--dvp", change, session.Input.Grid);
        using NdArray<T> dv = Precisions.Convert<T>(stated);
        using NdArray<T> result = run.Progress.Run("wave born", progress => session.Propagator.Born(session.Velocity, session.Wavelet, dv, progress, run.Cancellation));
        ArrayFile.Write(path, result);
        run.Wrote(path, $"linearised data [shot, receiver, time] {result.Shape}");
        nint shot = result.Shape[0] / 2;
        session.Report(run, "Linearised modelling", [(SurveyFigures.Gather(result.Select(0, shot), session.Input.Time, $"Shot {shot}"), $"The linearised data of shot {shot}.")]);
        return ExitCode.Done;
    }

    private static int Transpose<T>(RunContext run, WaveSession<T> session, string source, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using NdArray<T> recorded = DataInput.Read<T>(run, "--data", source, session.Input);
        using NdArray<T> image = run.Progress.Run("wave born --adjoint", progress => session.Propagator.BornAdjoint(session.Velocity, session.Wavelet, recorded, progress, run.Cancellation));
        ArrayFile.Write(path, image);
        run.Wrote(path, $"transpose of born [x, z] {image.Shape}");
        session.Report(run, "Transpose of linearised modelling", [(SurveyFigures.Image(image, session.Input.Grid, session.Input.Survey, "Transpose of born", "adjoint of Born (data^2 s/m)"), "The transpose of linearised modelling, applied to the data.")]);
        return ExitCode.Done;
    }
}
