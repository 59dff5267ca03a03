using System.Diagnostics;
using System.Text.Json;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Tests;

/// <summary>Runs the command, in this process or as one of its own, and keeps what it printed.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs in this process.</summary>
    internal static Command Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLineApplication.Run(arguments, output, error);
        return new Command(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts a process of its own; its streams are redirected.</summary>
    internal static Process Start(string folder, params string[] arguments) => Start(folder, [], arguments);

    /// <summary>Starts a process of its own under some environment variables.</summary>
    internal static Process Start(string folder, Dictionary<string, string?> environment, string[] arguments) =>
        StartDotnet(folder, environment, [typeof(CommandLineApplication).Assembly.Location, .. arguments]);

    /// <summary>Starts <c>dotnet</c> with some environment variables set (null: taken away) and without those that a test run has for itself.</summary>
    internal static Process StartDotnet(string folder, Dictionary<string, string?> environment, string[] arguments)
    {
        // A script that starts the tests in the background has them ignore SIGINT, and a child inherits that: a user's terminal does not.
        var start = new ProcessStartInfo(IgnoresInterrupts() ? "env" : "dotnet", IgnoresInterrupts() ? ["--default-signal=INT", "dotnet", .. arguments] : arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        foreach ((string name, string? value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IgnoresInterrupts()
    {
        const int interrupt = 1 << 1;
        const string status = "/proc/self/status";
        string? mask = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return mask is not null && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & interrupt) != 0;
    }

    /// <summary>Waits for a process that was started here; one that takes too long is killed with its children.</summary>
    internal static Command Await(Process process, TimeSpan? patience = null)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the command did not end: {output.Result}{error.Result}");
        }

        return new Command(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Waits until a process that was started here says something on stderr.</summary>
    internal static void AwaitWords(Process process, string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        using CancellationTokenRegistration end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        string said = "";
        while (process.StandardError.ReadLine() is string line)
        {
            if (line.Contains(words, StringComparison.Ordinal)) return;
            said += line + "\n";
        }

        throw new TimeoutException($"the command never said '{words}': {said}");
    }

    /// <summary>Sends a signal by name, as the shell's <c>kill</c> does.</summary>
    internal static void Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>The command must have refused: exit 2, nothing on stdout, the sentence on stderr.</summary>
    internal void MustRefuse(params string[] fragments)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        foreach (string fragment in fragments) Assert.Contains(fragment, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }

    /// <summary>The command must have done its work.</summary>
    internal Command MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit {ExitCode}: {Error}");
        return this;
    }
}
