using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AdjointKit.Benchmarks.Runner;

namespace AdjointKit.Benchmarks.Native;

/// <summary>A Python library in a process of its own, which does its repetitions when told.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;

    private PythonPeer(Process process, string version)
    {
        this.process = process;
        Version = version;
    }

    /// <summary>The library and its version, as it says itself.</summary>
    internal string Version { get; }

    /// <summary>Starts a script of the folder baselines with Debian's python3; null where there is no such library.</summary>
    /// <param name="script">The script's file name.</param>
    /// <param name="argument">An argument for it.</param>
    internal static PythonPeer? Start(string script, string argument = "")
    {
        string path = Path.Combine(AppContext.BaseDirectory, "baselines", script);
        var start = new ProcessStartInfo("/usr/bin/python3", $"\"{path}\" {argument}") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            Process peer = Process.Start(start)!;
            if (peer.StandardOutput.ReadLine() is string version) return new PythonPeer(peer, version);
            peer.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A case of the script as a contestant.</summary>
    internal Contestant Contestant(string name)
    {
        double processorSeconds = 0;
        return new Contestant(Version, Work, () => processorSeconds);

        void Work(int count)
        {
            process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {count}"));
            process.StandardInput.Flush();
            string? answer = process.StandardOutput.ReadLine();
            if (!double.TryParse(answer, CultureInfo.InvariantCulture, out processorSeconds)) throw new InvalidOperationException($"{Version} did not finish {name}: {process.StandardError.ReadToEnd()}");
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
