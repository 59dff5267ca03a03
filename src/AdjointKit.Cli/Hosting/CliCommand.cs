using System.CommandLine;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Hosting;

/// <summary>One command of <c>adjointkit</c>: its options, and what it does.</summary>
internal abstract class CliCommand
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">The word that the user types.</param>
    /// <param name="summary">One line for the help.</param>
    /// <param name="example">A command line that works, shown at the end of the help.</param>
    protected CliCommand(string name, string summary, string example)
    {
        Command = new Command(name, summary);
        Example = example;
    }

    internal Command Command { get; }

    internal string Example { get; }

    /// <summary>Element type of computed outputs where <c>--precision</c> is not given.</summary>
    internal virtual Precision DefaultPrecision => Precision.Single;

    /// <summary>The common options that change something here.</summary>
    internal abstract CommonUse Uses { get; }

    /// <summary>What the user may state about SEG-Y and SU files; null where the command reads none.</summary>
    internal TraceOptions? Traces { get; private set; }

    /// <summary>Whether an interrupted run of this command can go on with <c>--resume</c>.</summary>
    internal virtual bool KeepsState => false;

    /// <summary>Adds the options about SEG-Y and SU files: the command reads arrays.</summary>
    protected void ReadTraces()
    {
        Traces = new TraceOptions();
        Traces.AddTo(Command);
    }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    internal abstract int Run(RunContext run);
}

/// <summary>The element type that a command computes in.</summary>
internal enum Precision
{
    /// <summary>float32.</summary>
    Single,

    /// <summary>float64.</summary>
    Double,
}
