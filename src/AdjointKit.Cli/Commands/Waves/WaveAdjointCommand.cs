using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.IO;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary><c>wave adjoint</c>: the plain transpose of <c>wave model</c> in the source signals.</summary>
internal sealed class WaveAdjointCommand : SurveyCommand
{
    private readonly Option<string?> data = OptionFactory.Text("--data", "Data [shot, receiver, time]", "D", required: true);

    internal WaveAdjointCommand()
        : base("adjoint", "The transpose of model in the source signals: [shot, source, time]", WaveExamples.Adjoint, needsWavelet: false) => Add(data);

    protected override int Execute<T>(RunContext run)
    {
        string source = run.Get(data)!;
        string path = PrepareOutput(run, source);
        using WaveSession<T> session = WaveSession<T>.Open(run, Survey);
        using NdArray<T> recorded = DataInput.Read<T>(run, "--data", source, session.Input);
        using NdArray<T> signals = run.Progress.Run("wave adjoint", progress => session.Propagator.ModelAdjoint(session.Velocity, recorded, progress, run.Cancellation));
        ArrayFile.Write(path, signals);
        run.Wrote(path, $"source signals [shot, source, time] {signals.Shape}");
        return ExitCode.Done;
    }
}
