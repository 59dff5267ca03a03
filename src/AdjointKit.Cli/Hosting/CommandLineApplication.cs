using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AdjointKit.Cli.Commands;
using AdjointKit.Cli.Options;
using AdjointKit.IO;

namespace AdjointKit.Cli.Hosting;

/// <summary>The whole program: parses, runs one command, and turns whatever happens into one sentence and an exit code.</summary>
internal sealed class CommandLineApplication
{
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly bool errorIsTerminal;
    private readonly Interruption interruption;
    private readonly CommonOptions common = new();
    private readonly Dictionary<Command, CliCommand> commands = [];
    private readonly RootCommand root;
    private RunContext? running;

    private CommandLineApplication(TextWriter output, TextWriter error, bool isProcess)
    {
        this.output = output;
        this.error = error;
        errorIsTerminal = isProcess && !Console.IsErrorRedirected;
        interruption = new Interruption(isProcess ? LastWords : null);
        root = new RootCommand("Differentiable physics: wave modelling, gradients and migration from the shell.");
        CommandCatalogue.AddTo(root, Register);
        common.AddTo(root);
        foreach (HelpOption help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExample(this, (HelpAction)help.Action!);
    }

    /// <summary>Runs as the process: standard streams, signals.</summary>
    internal static int RunProcess(string[] arguments)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
        {
            (int code, string sentence) = ErrorSentence.Of((Exception)failure.ExceptionObject);
            Console.Error.WriteLine($"error: {sentence}");
            Environment.Exit(Math.Max(ExitCode.Failed, code));
        };
        return Run(arguments, Console.Out, Console.Error, isProcess: true);
    }

    /// <summary>Runs with other streams.</summary>
    internal static int Run(string[] arguments, TextWriter output, TextWriter error, bool isProcess = false)
    {
        var application = new CommandLineApplication(output, error, isProcess);
        using (application.interruption) return application.Run(arguments);
    }

    private int Run(string[] arguments)
    {
        bool debug = Array.IndexOf(arguments, "--debug") >= 0;
        try
        {
            ParseResult parse = Parse(arguments);
            if (parse.GetValue(common.Config) is string configuration && parse.Action is not HelpAction and not HelpWithExample)
            {
                arguments = ConfigurationFile.Merge(arguments, parse, configuration);
                parse = Parse(arguments);
            }

            if (parse.Errors.Count > 0)
            {
                foreach (string message in Messages(parse)) error.WriteLine($"error: {message}");
                error.WriteLine($"see: adjointkit {CommandPath(parse)}--help");
                return ExitCode.Usage;
            }

            return parse.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(1),
            });
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            LastWords(interruption.ExitCode);
            return interruption.ExitCode;
        }
        catch (Exception failure)
        {
            (int code, string sentence) = ErrorSentence.Of(failure);
            if (code == ExitCode.Failed && running?.HowToGoOn?.Invoke() is string hint) sentence += $" ({hint})";
            error.WriteLine(debug ? $"error: {sentence}{Environment.NewLine}{failure}" : $"error: {sentence}");
            return code;
        }
    }

    private ParseResult Parse(string[] arguments) =>
        root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    private void Register(Command parent, CliCommand command)
    {
        parent.Subcommands.Add(command.Command);
        commands.Add(command.Command, command);
        command.Command.SetAction(parse => Execute(command, parse));
    }

    private int Execute(CliCommand command, ParseResult parse)
    {
        common.RefuseUnused(parse, command);
        using var run = new RunContext(parse, common.Read(parse, command), output, error, errorIsTerminal, interruption.Token) { Traces = command.Traces?.Read(parse) ?? new SegyReadOptions() };
        running = run;
        _ = run.Device;
        if (run.Common.Resume && !command.KeepsState) run.Warn("this command keeps no state to resume from: it starts anew");
        int code = command.Run(run);
        run.Cancellation.ThrowIfCancellationRequested();
        run.Finish();
        return code;
    }

    private void LastWords(int code) =>
        error.WriteLine($"{(code == ExitCode.Terminated ? "terminated" : "interrupted")}: {running?.HowToGoOn?.Invoke() ?? "no result was written"}");

    /// <summary>What is wrong with the arguments; a wrong word where a command stands is one error, whatever follows it.</summary>
    private static IEnumerable<string> Messages(ParseResult parse)
    {
        IList<Command> below = parse.CommandResult.Command.Subcommands;
        if (below.Count == 0) return parse.Errors.Select(Sentence).Distinct(StringComparer.Ordinal);
        string names = string.Join(", ", below.Select(command => command.Name));
        string after = CommandPath(parse).Trim() is { Length: > 0 } group ? $"{group} " : "";
        return [parse.UnmatchedTokens is [string word, ..] ? $"there is no command '{after}{word}': use {names}" : $"a command is missing: use {after}{(after.Length > 0 ? "and one of " : "")}{names}"];
    }

    /// <summary>The parser's words, but for an option that was given again: it counts "arguments", which misleads.</summary>
    private static string Sentence(System.CommandLine.Parsing.ParseError problem) => problem.SymbolResult is System.CommandLine.Parsing.OptionResult { IdentifierTokenCount: > 1 and int times } option
        ? $"{option.Option.Name} was given {(times == 2 ? "twice" : $"{times} times")}: give it once"
        : problem.Message;

    private static string CommandPath(ParseResult parse)
    {
        string path = "";
        for (System.CommandLine.Parsing.SymbolResult? level = parse.CommandResult; level?.Parent is not null; level = level.Parent)
        {
            if (level is System.CommandLine.Parsing.CommandResult result) path = result.Command.Name + " " + path;
        }

        return path;
    }

    /// <summary>The help of the framework, and a command line that works.</summary>
    private sealed class HelpWithExample(CommandLineApplication application, HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Command command = parseResult.CommandResult.Command;
            if (application.commands.TryGetValue(command, out CliCommand? known)) application.common.Offer(known);
            else if (command is not RootCommand) application.common.Offer(command.Subcommands.Select(below => application.commands[below]));
            int code = help.Invoke(parseResult);
            string example = known is not null ? known.Example : CommandCatalogue.ExampleOfGroup(command.Name);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Example:");
            foreach (string line in example.Split('\n')) output.WriteLine("  " + line);
            output.WriteLine();
            return code;
        }
    }
}
