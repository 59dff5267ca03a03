using System.Diagnostics;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Faults;

/// <summary>
/// The command, built in a temporary folder from sources that hold every fault of <see cref="AdjointFault.All"/>, each asleep until an environment variable
/// names it: one build, of which any number of wrong commands can be run.
/// </summary>
public sealed class FaultyBuild : IDisposable
{
    private const string Variable = "ADJOINTKIT_FAULT";
    private static readonly string[] Sources = ["src", "solvers", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"];
    private readonly TemporaryFolder folder = new();

    public FaultyBuild()
    {
        foreach (string name in Sources) Copy(Path.Combine(Repository.Root, name), folder[name]);
        folder.Write(
            "solvers/AdjointKit.Waves/ChosenFault.cs",
            $"namespace AdjointKit.Waves; internal static class ChosenFault {{ internal static readonly string Name = System.Environment.GetEnvironmentVariable(\"{Variable}\"); }}");
        foreach (AdjointFault fault in AdjointFault.All)
        {
            foreach (SourceEdit edit in fault.Edits) edit.Apply(folder.Path, $"(ChosenFault.Name == \"{fault.Name}\")");
        }

        Build();
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Starts the command with a fault; null: without.</summary>
    internal Process Start(string? fault, params string[] arguments) =>
        Command.StartDotnet(folder.Path, new() { [Variable] = fault }, [folder["src/AdjointKit.Cli/bin/Release/net10.0/AdjointKit.Cli.dll"], .. arguments]);

    /// <summary>No server and no node stays behind: it would hold the output's pipe open.</summary>
    private void Build()
    {
        string[] arguments =
        [
            "build", "src/AdjointKit.Cli", "-c", "Release", "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false",
            "-p:GenerateDocumentationFile=false", "-p:NuGetAudit=false", "-p:RestoreLockedMode=true", "-v:quiet", "-nologo",
        ];
        using Process process = Command.StartDotnet(folder.Path, [], arguments);
        Command build = Command.Await(process, TimeSpan.FromMinutes(4));
        if (build.ExitCode != 0) throw new InvalidOperationException($"the copy does not build: {build.Output}{build.Error}");
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (string entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj"))) Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
    }
}
