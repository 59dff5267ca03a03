using AdjointKit.TestKit;
using AdjointKit.TestKit.Devices;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>A device that is lost, or full, in the middle of a migration: one clear sentence, and nothing that was done is lost. On the CUDA stand-in.</summary>
[Trait("Category", "Slow")]
public class DeviceLossTests
{
    [SkippableTheory]
    [InlineData(1400, 1)]
    [InlineData(3000, 2)]
    public void What_a_lost_device_had_done_is_kept(int launches, int saved)
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Run(folder, data, "whole.npy").MustSucceed();
        Command broken = Run(folder, data, "broken.npy", ("FAIL_AFTER", $"{launches}"));
        Assert.Equal(1, broken.ExitCode);
        string[] sentences = [.. broken.Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
        string sentence = Assert.Single(sentences);
        Assert.Contains("cuda:0", sentence, StringComparison.Ordinal);
        Assert.Contains($"{saved} of 3 shots are done; run the same command with --resume", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", broken.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder["broken.run"]), broken.Error);
        Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, "--out", folder["broken.npy"], "--resume")]).MustRefuse("--device");
        Command resumed = Run(folder, data, "broken.npy", ("RESUME", "1")).MustSucceed();
        Assert.DoesNotContain("starting anew", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole.npy"]), File.ReadAllBytes(folder["broken.npy"]));
    }

    [SkippableFact]
    public void A_device_without_room_says_what_it_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command full = Run(folder, data, "i.npy", ("MEMORY", "200000"));
        Assert.Equal(1, full.ExitCode);
        Assert.Contains("error: cuda:0 has no room for ", full.Error, StringComparison.Ordinal);
        Assert.Contains("are free", full.Error, StringComparison.Ordinal);
    }

    private static Command Run(TemporaryFolder folder, string data, string output, params (string Name, string Value)[] settings)
    {
        // The stand-in is compiled where the tests run: a machine without a C++ compiler skips, and the obstacle names it.
        Skip.If(CudaStandIn.Library is null, CudaStandIn.Obstacle);
        var environment = new Dictionary<string, string?> { ["ADJOINTKIT_CUDA_LIBRARY"] = CudaStandIn.Library, ["ADJOINTKIT_NVRTC_LIBRARY"] = CudaStandIn.Library };
        foreach ((string name, string value) in settings) environment["ADJOINTKIT_STANDIN_" + name] = value;
        string[] resume = settings.Any(setting => setting.Name == "RESUME") ? ["--resume"] : [];
        return Command.Await(Command.Start(folder.Path, environment, ["rtm", .. SmallSurvey.Options(folder, ["--data", data, "--device", "cuda", "--out", folder[output], .. resume])]));
    }
}
