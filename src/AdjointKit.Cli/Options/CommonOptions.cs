using System.CommandLine;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Options;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    internal const int MostThreads = 1024;

    internal Option<DeviceChoice?> Device { get; } = OptionFactory.Parsed("--device", "Where to compute; auto takes the best usable GPU, else the CPU [default: cpu]", "cpu|opencl[:n]|cuda[:n]|auto", DeviceChoice.Parse);

    internal Option<int?> Threads { get; } = OptionFactory.Whole("--threads", "Threads to compute with; the results are the same for any number [default: all processors]", "N", 1, MostThreads);

    internal Option<string?> Precision { get; } = OptionFactory.Text("--precision", "Element type to compute in and to write [default: f32; f64 for gradcheck, both for dottest]", "f32|f64");

    internal Option<int?> Seed { get; } = OptionFactory.Whole("--seed", "Seed of random numbers [default: 0]", "N", 0);

    internal Option<string?> Memory { get; } = OptionFactory.Text("--memory", "Bound on all arrays of the computation, model and data and results aside (MB = 10^6 bytes)", "512MB");

    internal Option<string?> Out { get; } = OptionFactory.Text("--out", "Where the result goes; the name's ending chooses the format", "PATH");

    internal Option<string?> Report { get; } = OptionFactory.Text("--report", "Folder for an HTML page with the figures, and the run's configuration", "DIR");

    internal Option<bool> Resume { get; } = OptionFactory.Flag("--resume", "Go on with an interrupted run (its state lies in OUT.run)");

    internal Option<string?> Config { get; } = OptionFactory.Text("--config", "JSON object of option names (without dashes) and values; the command line wins", "FILE.json");

    internal Option<bool> Quiet { get; } = OptionFactory.Flag("--quiet", "No progress on stderr");

    internal Option<bool> Debug { get; } = OptionFactory.Flag("--debug", "Print the stack trace of an error");

    internal Option<bool> Json { get; } = OptionFactory.Flag("--json", "Print one JSON object on stdout and nothing else there");

    /// <summary>Adds the options to the root, for every command below it.</summary>
    internal void AddTo(RootCommand root)
    {
        Option[] all = [Device, Threads, Precision, Seed, Memory, Out, Report, Resume, Config, Quiet, Debug, Json];
        foreach (Option option in all)
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        Precision.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("f32" or "f64") and string text }]) result.AddError($"--precision takes f32 or f64, not '{text}'");
        });
        Memory.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string text }] && !ByteSize.TryParse(text, out _)) result.AddError($"--memory takes a number and its unit (kB, MB, GB), as in 512MB, not '{text}'");
        });
    }

    /// <summary>Leaves out of the help what changes nothing in a command.</summary>
    internal void Offer(CliCommand command)
    {
        Offer(command.Uses);
        if (!command.KeepsState) Resume.Description = "Accepted, but this command keeps no state of an interrupted run: it starts anew";
    }

    /// <summary>Leaves out of the help what only some commands of a group have a use for.</summary>
    internal void Offer(IEnumerable<CliCommand> group) =>
        Offer(group.Aggregate(~CommonUse.None, (common, command) => common & (command.KeepsState ? command.Uses : command.Uses & ~CommonUse.Resume)));

    private void Offer(CommonUse uses)
    {
        Device.Hidden = Threads.Hidden = Memory.Hidden = !uses.HasFlag(CommonUse.Compute);
        Precision.Hidden = !uses.HasFlag(CommonUse.Precision);
        Seed.Hidden = !uses.HasFlag(CommonUse.Seed);
        Out.Hidden = !uses.HasFlag(CommonUse.Out);
        Report.Hidden = !uses.HasFlag(CommonUse.Report);
        Resume.Hidden = !uses.HasFlag(CommonUse.Resume);
    }

    /// <summary>Refuses an option that promises a file, or an element type, that the command would never write.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    internal void RefuseUnused(ParseResult parse, CliCommand command)
    {
        string name = command.Command.Name;
        if (!command.Uses.HasFlag(CommonUse.Out) && IsGiven(parse, Out)) throw new UsageException($"{name} writes nothing to --out: leave it out");
        if (!command.Uses.HasFlag(CommonUse.Report) && IsGiven(parse, Report)) throw new UsageException($"{name} makes no report: leave --report out");
        if (!command.Uses.HasFlag(CommonUse.Precision) && parse.GetValue(Precision) == "f64") throw new UsageException($"{name} computes in float32 only: leave --precision out");
    }

    private static bool IsGiven(ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    internal CommonSettings Read(ParseResult parse, CliCommand command) => new(
        parse.GetValue(Device) ?? DeviceChoice.Cpu,
        parse.GetValue(Threads),
        parse.GetValue(Precision) switch { "f32" => Hosting.Precision.Single, "f64" => Hosting.Precision.Double, _ => command.DefaultPrecision },
        parse.GetResult(Precision) is not null,
        parse.GetValue(Seed) ?? 0,
        parse.GetValue(Memory) is string memory && ByteSize.TryParse(memory, out long bytes) ? bytes : null,
        parse.GetValue(Out),
        parse.GetValue(Report),
        parse.GetValue(Resume),
        parse.GetValue(Quiet),
        parse.GetValue(Debug),
        parse.GetValue(Json));
}

/// <summary>The values of the options that every command has.</summary>
/// <param name="Device">The device asked for.</param>
/// <param name="Threads">The number of threads; null: all processors.</param>
/// <param name="Precision">The element type to compute in.</param>
/// <param name="PrecisionIsStated">Whether the user stated it.</param>
/// <param name="Seed">The seed of random numbers.</param>
/// <param name="Memory">The bound in bytes on the computation's arrays; null: none.</param>
/// <param name="Out">The path of the result.</param>
/// <param name="Report">The folder of the report.</param>
/// <param name="Resume">Whether to go on with an interrupted run.</param>
/// <param name="Quiet">Whether progress is silent.</param>
/// <param name="Debug">Whether errors come with their stack trace.</param>
/// <param name="Json">Whether the result is one JSON object.</param>
internal sealed record CommonSettings(
    DeviceChoice Device,
    int? Threads,
    Precision Precision,
    bool PrecisionIsStated,
    int Seed,
    long? Memory,
    string? Out,
    string? Report,
    bool Resume,
    bool Quiet,
    bool Debug,
    bool Json);
