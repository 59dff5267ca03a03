using System.CommandLine;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Commands;

/// <summary>Every command that there is, in the order of the help.</summary>
internal static class CommandCatalogue
{
    internal static void AddTo(RootCommand root, Action<Command, CliCommand> register)
    {
        register(root, new ConvertCommand());
        register(root, new InfoCommand());
    }

    /// <summary>The example of a word that only holds commands.</summary>
    internal static string ExampleOfGroup(string name) => name switch
    {
        "wave" => "adjointkit wave model --help",
        _ => "adjointkit demo",
    };
}
