using System.CommandLine;
using System.Text.Json.Nodes;
using AdjointKit.Cli.Checks;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Checks;

/// <summary>Runs a list of checks and shows them as a table; one that fails makes the exit code 1.</summary>
internal abstract class CheckCommand : CliCommand
{
    private const int Suggestions = 3;

    private readonly Argument<string?> name = new("NAME") { Description = "Only those whose name contains this", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> list = OptionFactory.Flag("--list", "Only print the names");
    private readonly IReadOnlyList<CheckCase> catalogue;

    /// <summary>Makes the command of a list.</summary>
    protected CheckCommand(string word, string summary, string example, IReadOnlyList<CheckCase> catalogue)
        : base(word, summary, example)
    {
        this.catalogue = catalogue;
        Command.Arguments.Add(name);
        Command.Options.Add(list);
    }

    internal override Precision DefaultPrecision => Precision.Double;

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Seed;

    internal override int Run(RunContext run)
    {
        CheckCase[] chosen = Choose(run);
        if (run.Get(list)) return PrintNames(run, chosen);
        var results = new List<CheckResult>();
        run.Progress.Run(Command.Name, progress =>
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            foreach (CheckCase check in chosen)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                results.Add(RunOne(run, check));
                TimeSpan elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start);
                progress?.Report(new RunProgress(Command.Name, results.Count, chosen.Length, "checks", elapsed, elapsed * ((chosen.Length - results.Count) / (double)results.Count)));
            }

            return results.Count;
        });
        CheckResult[] failed = [.. results.Where(result => !result.Passed)];
        Show(run, results);
        run.Result["tests"] = new JsonArray([.. results.Select(ToJson)]);
        run.Say(failed.Length == 0 ? $"all {results.Count} passed" : $"{failed.Length} of {results.Count} failed: {string.Join("; ", failed.Select(result => $"{result.Operator} ({result.Precision})"))}");
        return failed.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The checks that the user asked for.</summary>
    protected virtual CheckCase[] Choose(RunContext run)
    {
        string? part = run.Parse.GetValue(name);
        string? precision = run.Common.PrecisionIsStated ? run.Common.Precision == Precision.Double ? "f64" : "f32" : null;
        CheckCase[] named = [.. catalogue.Where(check => part is null || check.Name.Contains(part, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 0) throw new UsageException($"{Command.Name} has no '{part}'; the nearest are {string.Join("; ", NearestNames.Of(part!, catalogue.Select(check => check.Name), Suggestions))}; all: adjointkit {Command.Name} --list");
        CheckCase[] chosen = [.. named.Where(check => precision is null || check.Precision == precision)];
        return chosen.Length > 0 ? chosen : throw new UsageException($"{Command.Name} has no checks in {precision}: differences need double precision, leave --precision out");
    }

    private static int PrintNames(RunContext run, CheckCase[] chosen)
    {
        string[] names = [.. chosen.Select(check => check.Name).Distinct(StringComparer.Ordinal)];
        run.Result["names"] = JsonText.List(names);
        foreach (string known in names) run.Say(known);
        return ExitCode.Done;
    }

    /// <summary>A check that throws has failed.</summary>
    private static CheckResult RunOne(RunContext run, CheckCase check)
    {
        try
        {
            return check.Run(run.Compute, (ulong)run.Common.Seed + 1);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            run.Warn($"{check.Name} ({check.Precision}): {ErrorSentence.Of(failure).Sentence}");
            return new CheckResult(check.Name, check.Precision, run.Device.ToString(), double.NaN, 0);
        }
    }

    private static void Show(RunContext run, List<CheckResult> results)
    {
        int width = results.Max(result => result.Operator.Length);
        run.Say($"{"operator".PadRight(width)}  precision  device    error      tolerance  passed");
        foreach (CheckResult result in results)
        {
            run.Say($"{result.Operator.PadRight(width)}  {result.Precision,-9}  {result.Device,-8}  {result.Error,-9:0.00e+00}  {result.Tolerance,-9:0.0e+00}  {(result.Passed ? "yes" : "NO")}");
            if (!result.Passed && result.Where is not null) run.Say($"{string.Empty.PadRight(width)}  {result.Where}");
        }
    }

    private static JsonNode ToJson(CheckResult result) => new JsonObject
    {
        ["operator"] = result.Operator,
        ["precision"] = result.Precision,
        ["device"] = result.Device,
        ["error"] = JsonText.Number(result.Error),
        ["tolerance"] = result.Tolerance,
        ["passed"] = result.Passed,
    };
}
