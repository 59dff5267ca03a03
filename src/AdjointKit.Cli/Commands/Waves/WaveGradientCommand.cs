using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary><c>wave gradient</c>: the gradient of J = 1/2 sum (d - d_obs)^2 dt with respect to the velocity, the wavelet, or both.</summary>
internal sealed class WaveGradientCommand : SurveyCommand
{
    private readonly Option<string?> observed = OptionFactory.Text("--observed", "Observed data [shot, receiver, time]", "D", required: true);
    private readonly Option<string?> misfit = OptionFactory.Text("--misfit", "The misfit: l2 is 1/2 sum (d - d_obs)^2 dt [default: l2]", "l2");
    private readonly Option<string?> variables = OptionFactory.Text("--wrt", "With respect to what; several write OUT.<name>.npy each [default: vp]", "vp,wavelet");

    internal WaveGradientCommand()
        : base("gradient", "The gradient of the data misfit", WaveExamples.Gradient) => Add(observed, misfit, variables);

    protected override int Execute<T>(RunContext run)
    {
        if (run.Get(misfit) is not (null or "l2")) throw new UsageException($"--misfit takes l2, not '{run.Get(misfit)}'");
        string[] names = Names(run.Get(variables) ?? "vp");
        string source = run.Get(observed)!;
        string path = PrepareOutput(run, source);
        string[] paths = names.Length == 1 ? [path] : Array.ConvertAll(names, name => OutputPath.Named(path, name));
        foreach (string part in paths) OutputPath.Require(part, [.. Survey.Files(run), source]);

        using WaveSession<T> session = WaveSession<T>.Open(run, Survey);
        using NdArray<T> recorded = DataInput.Read<T>(run, "--observed", source, session.Input);
        using WaveGradient<T> gradient = run.Progress.Run("wave gradient", progress => session.Propagator.Gradient(session.Velocity, session.Wavelet, recorded, progress, run.Cancellation));
        run.Result["misfit"] = JsonText.Number(gradient.Misfit);
        run.Say($"misfit J = {gradient.Misfit:G9}");
        for (int k = 0; k < names.Length; k++)
        {
            NdArray<T> part = names[k] == "vp" ? gradient.Velocity : gradient.Wavelet;
            double norm = Norm(part);
            if (k == 0) run.Result["gradientNorm"] = JsonText.Number(norm);
            ArrayFile.Write(paths[k], part);
            run.Wrote(paths[k], $"dJ/d{names[k]} {part.Shape}, norm {norm:G6}");
        }

        session.Report(run, "Gradient of the data misfit", [(SurveyFigures.Image(gradient.Velocity, session.Input.Grid, session.Input.Survey, "dJ/dvp", "dJ/dvp (data^2 s^2/m)"), $"The gradient of J = {gradient.Misfit:G6} with respect to the velocity.")]);
        return ExitCode.Done;
    }

    private static string[] Names(string text)
    {
        string[] names = text.Split(',');
        foreach (string name in names)
        {
            if (name is not ("vp" or "wavelet")) throw new UsageException($"--wrt takes vp, wavelet or both with a comma, not '{text}'");
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length) throw new UsageException($"--wrt names a variable twice: '{text}'");
        return names;
    }

    private static double Norm<T>(NdArray<T> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in array.AsReadOnlySpan())
        {
            double number = double.CreateChecked(value);
            sum += number * number;
        }

        return Math.Sqrt(sum);
    }
}
