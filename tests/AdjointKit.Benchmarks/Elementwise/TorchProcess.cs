using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AdjointKit.Benchmarks.Runner;

namespace AdjointKit.Benchmarks.Elementwise;

/// <summary>PyTorch in a process of its own, which does its repetitions when told.</summary>
internal sealed class TorchProcess : IDisposable
{
    private readonly Process process;

    private TorchProcess(Process process, string version)
    {
        this.process = process;
        Version = version;
    }

    /// <summary>The version, as it says itself.</summary>
    internal string Version { get; }

    /// <summary>Starts it with Debian's python3; null where there is no torch.</summary>
    internal static TorchProcess? Start()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "baselines", "tape_torch.py");
        var start = new ProcessStartInfo("/usr/bin/python3", $"\"{script}\"") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            Process torch = Process.Start(start)!;
            if (torch.StandardOutput.ReadLine() is string version) return new TorchProcess(torch, version);
            torch.Dispose();
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
            if (!double.TryParse(answer, CultureInfo.InvariantCulture, out processorSeconds)) throw new InvalidOperationException($"torch did not finish {name}: {process.StandardError.ReadToEnd()}");
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
