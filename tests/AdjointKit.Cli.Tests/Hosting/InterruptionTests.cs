using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Hosting;

public class InterruptionTests
{
    /// <summary>In the middle of iterations without end: the command stops at once, and beside its input there is nothing but the empty folder of the report.</summary>
    [Theory]
    [InlineData("INT", 130, "optics retrieve --intensity i.npy --support s.npy --algorithm hio --iterations 1000000")]
    [InlineData("TERM", 143, "optics retrieve --intensity i.npy --model propagate --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3,2e-3 --algorithm er --iterations 1000000")]
    [InlineData("INT", 130, "optics cgh --target s.npy --algorithm gs --iterations 1000000")]
    [InlineData("INT", 130, "optics cgh --target s.npy --algorithm gradient --iterations 1000000 --distance 0.01 --wavelength 0.5e-6 --pitch 8e-6")]
    [InlineData("INT", 130, "optics hologram --hologram s.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --remove-twin tv --twin-iterations 1000000")]
    [InlineData("INT", 130, "optics hologram --hologram s.npy --wavelength 0.5e-6 --pitch 2e-6 --autofocus 1e-3,2e-3,100000")]
    [Trait("Category", "Slow")]
    public void An_interrupted_command_leaves_no_file(string signal, int code, string command)
    {
        using var folder = new TemporaryFolder();
        bool hasPlanes = command.Contains("1e-3,2e-3 ", StringComparison.Ordinal);
        using NdArray<double> intensity = NdArray.Fill<double>(hasPlanes ? 2 * 128 : 128, 128, (y, x) => 1 + Math.Cos(0.1 * y * x));
        ArrayFile.Write(folder["i.npy"], hasPlanes ? intensity.Reshape(2, 128, 128) : intensity);
        ArrayFile.Write(folder["s.npy"], NdArray.Fill<double>(128, 128, (y, x) => y is > 30 and < 80 && x is > 40 and < 90 ? 1 : 0));
        using Process process = Command.Start(folder.Path, [.. command.Split(' '), "--out", "out.npy", "--report", "report"]);

        // The first line of progress comes after two seconds.
        Command.AwaitWords(process, " %, ");
        Command.Signal(process, signal);
        Command stopped = Command.Await(process);
        Assert.Equal(code, stopped.ExitCode);
        Assert.Equal("", stopped.Output);
        Assert.Contains("no result was written", stopped.Error, StringComparison.Ordinal);
        Assert.Equal([folder["i.npy"], folder["report"], folder["s.npy"]], Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(folder["report"]));
    }
}
