using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>
/// A gradient within a memory budget, in a process of its own: the same bits as the run that keeps everything, the arrays within the budget, and the whole
/// process within the budget, what model, data and gradient take, and 100 MB for everything else.
/// </summary>
public class ByteBudgetTests
{
    private const int Receivers = 21;
    private const long Rest = 100_000_000;

    [Fact]
    [Trait("Category", "Slow")]
    public void A_gradient_of_1500_steps_on_200_by_200_keeps_within_12_and_60_MB() => Check(200, 1500, 12, 60);

    [Fact]
    [Trait("Category", "Long")]
    public void A_gradient_of_4000_steps_on_500_by_500_keeps_within_64_and_512_MB() => Check(500, 4000, 64, 512);

    private static void Check(int size, int steps, params int[] megabytes)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(size, size, (i, k) => (float)(1800 + (2 * k) + (150 * Math.Sin(i / 60.0)))));
        ArrayFile.Write(folder["v0.npy"], NdArray.Fill<float>(size, size, (i, k) => 1780 + (2 * k)));
        folder.Write("s.csv", $"{5 * size},20\n");
        Command.Await(Command.Start(folder.Path, ["wave", "model", "--vp", "vp.npy", .. Survey(size, steps), "--out", "d.npy"])).MustSucceed();

        Command all = Gradient(folder, size, steps, "all.npy", "--history", "all");
        Assert.Equal(steps, all.Json.GetProperty("steps").GetInt64());
        Assert.Equal(0, all.Json.GetProperty("recomputedSteps").GetInt64());
        byte[] expected = File.ReadAllBytes(folder["all.npy"]);

        // Model and gradient in both precisions and the data thrice: as read, modelled, and their difference.
        long files = (2L * size * size * (sizeof(float) + sizeof(double))) + (3L * Receivers * (steps + 1) * sizeof(float));
        foreach (int budget in megabytes)
        {
            Command within = Gradient(folder, size, steps, "within.npy", "--memory", $"{budget}MB");
            Assert.True(within.Json.GetProperty("recomputedSteps").GetInt64() > 0, $"{budget} MB are no bound");
            Assert.InRange(within.Json.GetProperty("peakArrayBytes").GetInt64(), budget * 900_000L, budget * 1_000_000L);
            Assert.InRange(within.Json.GetProperty("peakResidentBytes").GetInt64(), 0, (budget * 1_000_000L) + files + Rest);
            Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(folder["within.npy"])), $"{budget} MB change the gradient");
        }
    }

    private static Command Gradient(TemporaryFolder folder, int size, int steps, string output, params string[] more)
    {
        using Process process = Command.Start(folder.Path, ["wave", "gradient", "--vp", "v0.npy", .. Survey(size, steps), "--observed", "d.npy", "--out", output, "--json", .. more]);
        return Command.Await(process).MustSucceed();
    }

    /// <summary>One inner step per sample, so that the samples are the steps and the start.</summary>
    private static string[] Survey(int size, int steps) =>
    [
        "--spacing", "10,10", "--wavelet", "ricker:10", "--dt", "0.001", "--nt", $"{steps + 1}",
        "--sources", "s.csv", "--receivers", $"line:100,{(10 * size) - 100},{Receivers},20",
    ];
}
