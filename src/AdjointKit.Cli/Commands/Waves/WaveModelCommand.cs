using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary><c>wave model</c>: the data of a survey.</summary>
internal sealed class WaveModelCommand() : SurveyCommand("model", "Model the data [shot, receiver, time] of a survey", WaveExamples.Model)
{
    protected override int Execute<T>(RunContext run)
    {
        string path = PrepareOutput(run);
        using WaveSession<T> session = WaveSession<T>.Open(run, Survey);
        using NdArray<T> data = run.Progress.Run("wave model", progress => session.Propagator.Model(session.Velocity, session.Wavelet, progress, run.Cancellation));
        ArrayFile.Write(path, data);
        run.Wrote(path, $"data [shot, receiver, time] {data.Shape}, {RunPage.Count(session.Propagator.Substeps, "inner step")} per sample");
        nint shot = data.Shape[0] / 2;
        session.Report(run, "Modelled data", [(SurveyFigures.Gather(data.Select(0, shot), session.Input.Time, $"Shot {shot}"), $"The modelled data of shot {shot}.")]);
        return ExitCode.Done;
    }
}
