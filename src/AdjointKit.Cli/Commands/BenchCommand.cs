using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdjointKit.Cli.Checks;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Devices.Throughput;
using AdjointKit.Waves.Checks;

namespace AdjointKit.Cli.Commands;

/// <summary><c>bench</c>: throughput beside this machine's limit, a copy that is measured in turn with each case.</summary>
internal sealed class BenchCommand : CliCommand
{
    /// <summary>A fraction of the copy below this part of the recorded one is a loss.</summary>
    private const double Kept = 0.75;

    private readonly Argument<string?> group = new("GROUP") { Description = "waves, optics, sparse or ad (array operations); without it: all", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> check = OptionFactory.Text("--check", "The --json of an earlier run: a speed relative to the copy that fell by more than a quarter is exit 1", "FILE.json");

    internal BenchCommand()
        : base("bench", "Measure throughput beside this machine's limit", "adjointkit bench waves\nadjointkit bench sparse\nadjointkit bench --device cuda --json")
    {
        Command.Arguments.Add(group);
        Command.Options.Add(check);
    }

    internal override CommonUse Uses => CommonUse.Compute;

    internal override int Run(RunContext run)
    {
        Dictionary<string, double>? recorded = run.Get(check) is string path ? Recorded(path) : null;
        ThroughputCase[] cases = Choose(run);
        int width = cases.Max(measured => measured.Name.Length);
        run.Say($"{"case".PadRight(width)}  {"throughput",-22}  {"copy",-12}  of the copy");
        var results = new JsonArray();
        var losses = new List<string>();
        foreach (ThroughputCase measured in cases)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            (double throughput, double copy, double fraction) = Measure(run, measured);
            run.Say($"{measured.Name.PadRight(width)}  {$"{throughput:0.###} {measured.Unit}",-22}  {$"{copy:0.#} GB/s",-12}  {(double.IsNaN(fraction) ? "-" : $"{fraction:0.00}")}");
            results.Add(new JsonObject
            {
                ["group"] = measured.Group,
                ["name"] = measured.Name,
                ["throughput"] = JsonText.Number(throughput),
                ["unit"] = measured.Unit,
                ["copyGBPerSecond"] = JsonText.Number(copy),
                ["fractionOfCopy"] = JsonText.Number(fraction),
                ["relative"] = JsonText.Number(throughput / copy),
            });
            if (recorded is not null && recorded.TryGetValue(measured.Name, out double before) && throughput / copy < Kept * before) losses.Add($"{measured.Name}: {throughput / copy / before:0.00} of the recorded speed");
        }

        run.Result["results"] = results;
        foreach (string loss in losses) run.Warn(loss);
        return losses.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static (double Throughput, double Copy, double Fraction) Measure(RunContext run, ThroughputCase measured)
    {
        using Work copy = ArrayThroughput.Copy.Prepare(run.Compute);
        using Work work = measured.Prepare(run.Compute);
        (double copySeconds, double seconds) = Measurement.InTurn(run.Compute, copy, work, run.Cancellation);
        double bandwidth = copy.Bytes / copySeconds;
        return (work.Amount / seconds / 1e9, bandwidth / 1e9, work.Bytes > 0 ? work.Bytes / seconds / bandwidth : double.NaN);
    }

    private ThroughputCase[] Choose(RunContext run)
    {
        IEnumerable<ThroughputCase> all = [.. ArrayThroughput.All, .. SparseThroughput.All, .. OpticsThroughput.All, .. WaveThroughput.All, .. run.Compute.IsProcessor ? [] : WaveThroughput.Large];
        string? wanted = run.Parse.GetValue(group);
        ThroughputCase[] chosen = [.. all.Where(known => wanted is null || known.Group == wanted)];
        return chosen.Length > 0 ? chosen : throw new UsageException($"bench has no group '{wanted}': it has waves, optics, sparse and ad");
    }

    /// <summary>The speeds relative to the copy that an earlier run wrote.</summary>
    private static Dictionary<string, double> Recorded(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("results").EnumerateArray().ToDictionary(result => result.GetProperty("name").GetString()!, result => result.GetProperty("relative").GetDouble(), StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"{path} is not what 'bench --json' writes: {failure.Message}");
        }
    }
}
