using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Progress;
using AdjointKit.Devices;
using AdjointKit.IO;

namespace AdjointKit.Cli.Hosting;

/// <summary>What a running command has around it: its options, the two output streams, the device, and the result that it builds up.</summary>
internal sealed class RunContext : IDisposable
{
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<string> warnings = [];
    private readonly List<string> files = [];
    private Compute? compute;
    private Device? device;

    internal RunContext(ParseResult parse, CommonSettings common, TextWriter output, TextWriter error, bool errorIsTerminal, CancellationToken cancellation)
    {
        Parse = parse;
        Common = common;
        this.output = output;
        this.error = error;
        Cancellation = cancellation;
        Progress = new ProgressDisplay(error, errorIsTerminal, common.Quiet);
        History = new HistoryLog(Note);
    }

    internal ParseResult Parse { get; }

    internal CommonSettings Common { get; }

    /// <summary>What the user stated about SEG-Y and SU files.</summary>
    internal required SegyReadOptions Traces { get; init; }

    internal CancellationToken Cancellation { get; }

    internal ProgressDisplay Progress { get; }

    /// <summary>What the backward sweeps kept of their forward runs.</summary>
    internal HistoryLog History { get; }

    /// <summary>The keys of <c>--json</c> that the command adds.</summary>
    internal JsonObject Result { get; } = [];

    /// <summary>Said after an interruption: how to go on.</summary>
    internal Func<string>? HowToGoOn { get; set; }

    /// <summary>The device that does the work; resolving it refuses an absent one.</summary>
    internal Device Device => device ??= Common.Device.Resolve(Warn);

    internal int Threads => Common.Threads ?? Environment.ProcessorCount;

    internal IReadOnlyList<string> Warnings => warnings;

    internal double Seconds => watch.Elapsed.TotalSeconds;

    /// <summary>The device, threads and memory budget; made when first asked for.</summary>
    internal Compute Compute
    {
        get
        {
            return compute ??= new Compute(Device, Threads, Common.Memory);
        }
    }

    internal T? Get<T>(Option<T> option) => Parse.GetValue(option);

    /// <summary>What the word of a choice stands for.</summary>
    internal T Get<T>(ChoiceOption<T> option) => option.Value(Parse);

    /// <summary>A list of numbers; null where the option was not given (the parser would make an empty list of that).</summary>
    internal double[]? Get(Option<double[]?> option) => Parse.GetResult(option) is { Implicit: false } ? Parse.GetValue(option) : null;

    /// <summary>One line of the result on stdout; silent under <c>--json</c>.</summary>
    internal void Say(string line)
    {
        if (!Common.Json) output.WriteLine(line);
    }

    /// <summary>One line on stderr that is neither result nor warning; silent under <c>--quiet</c>.</summary>
    internal void Note(string line) => Progress.Line(line);

    internal void Warn(string sentence)
    {
        if (warnings.Contains(sentence)) return;
        warnings.Add(sentence);
        error.WriteLine($"warning: {sentence}");
    }

    /// <summary>Notes a file that the run wrote.</summary>
    internal void Wrote(string path, string what)
    {
        files.Add(path);
        Say($"{path}: {what}");
    }

    /// <summary>The path of <c>--out</c>.</summary>
    /// <exception cref="UsageException">It was not given.</exception>
    internal string RequireOut() => Common.Out ?? throw new UsageException("--out PATH is required: it says where the result goes");

    /// <summary>Ends the run: under <c>--json</c> prints the one object.</summary>
    internal void Finish()
    {
        if (History.Truth is string truth) Note(truth);
        if (Common.Json)
        {
            var whole = new JsonObject { ["files"] = JsonText.List(files), ["seconds"] = JsonText.Number(Math.Round(Seconds, 6)) };
            foreach ((string key, JsonNode? value) in Result) whole[key] = value?.DeepClone();
            if (History.Truth is not null) (whole["recomputedSteps"], whole["predictedSeconds"]) = (History.RecomputedSteps, JsonText.Number(Math.Round(History.PredictedSeconds, 6)));
            if (compute is not null) whole["peakArrayBytes"] = compute.Memory.Peak;
            whole["peakResidentBytes"] = ProcessMemory.PeakResidentBytes;
            whole["device"] = Device.ToString();
            whole["threads"] = Threads;
            whole["warnings"] = JsonText.List(warnings);
            output.WriteLine(whole.ToJsonString(JsonText.Compact));
        }

        output.Flush();
    }

    public void Dispose() => compute?.Dispose();
}
