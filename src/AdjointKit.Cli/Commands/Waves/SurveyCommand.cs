using System.CommandLine;
using System.Numerics;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary>A command on a survey, written once for both precisions.</summary>
internal abstract class SurveyCommand : CliCommand
{
    /// <summary>Makes the command with the options of a survey.</summary>
    protected SurveyCommand(string name, string summary, string example, bool needsWavelet = true)
        : base(name, summary, example)
    {
        Survey = new SurveyOptions(needsWavelet);
        Survey.AddTo(Command);
        ReadTraces();
    }

    protected SurveyOptions Survey { get; }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out | CommonUse.Report | CommonUse.Resume;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<double>(run) : Execute<float>(run);

    /// <summary>Does the work in one precision.</summary>
    protected abstract int Execute<T>(RunContext run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The checked path of the result, and the folder of the report made.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">The input files beside those of the survey.</param>
    protected string PrepareOutput(RunContext run, params IEnumerable<string?> inputs)
    {
        string path = run.RequireOut();
        OutputPath.RequireArray(path, [.. Survey.Files(run), .. inputs]);
        if (run.Common.Report is string folder) OutputPath.RequireFolder(folder);
        return path;
    }

    /// <summary>Adds options to the command.</summary>
    protected void Add(params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options) Command.Options.Add(option);
    }
}
