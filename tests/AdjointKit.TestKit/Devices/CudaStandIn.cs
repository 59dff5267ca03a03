using System.Diagnostics;

namespace AdjointKit.TestKit.Devices;

/// <summary>The stand-in for the CUDA driver (tests/AdjointKit.CudaStandIn), built once per test run beside the tests.</summary>
public static class CudaStandIn
{
    private static readonly Lazy<(string? Folder, string Obstacle)> Built = new(Build);

    /// <summary>The library; null where it cannot be built.</summary>
    public static string? Library => Built.Value.Folder is string folder ? Path.Combine(folder, "libadjointkit_cuda_standin.so") : null;

    /// <summary>The program that tests the library; null where it cannot be built.</summary>
    public static string? SelfTest => Built.Value.Folder is string folder ? Path.Combine(folder, "standin_selftest") : null;

    /// <summary>Why it cannot be built: a reason to skip tests. A failure of the compiler is none, and throws.</summary>
    public static string Obstacle => Built.Value.Obstacle;

    private static (string? Folder, string Obstacle) Build()
    {
        if (!OperatingSystem.IsLinux()) return (null, "the CUDA stand-in is built on Linux only");
        if (!IsOnPath("g++")) return (null, "the CUDA stand-in needs g++, which is not installed");
        string folder = Path.Combine(AppContext.BaseDirectory, "cuda-stand-in");
        string script = Path.Combine(Repository.Root, "tests", "AdjointKit.CudaStandIn", "build.sh");
        var start = new ProcessStartInfo("bash", [script, folder]) { RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? (folder, "") : throw new InvalidOperationException($"the CUDA stand-in does not build: {errors}");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
