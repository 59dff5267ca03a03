using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.IO;

namespace AdjointKit.Cli.Tests.Commands;

public class RtmTests
{
    [Fact]
    public void The_born_image_is_the_transpose_of_born_modelling()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, "--precision", "f64", "--out", folder["i.npy"])]).MustSucceed();
        Command.Run(["wave", "born", .. SmallSurvey.Options(folder, "--adjoint", "--data", data, "--precision", "f64", "--out", folder["g.npy"])]).MustSucceed();
        using NdArray<double> image = ArrayFile.Read<double>(folder["i.npy"]);
        using NdArray<double> transpose = ArrayFile.Read<double>(folder["g.npy"]);
        double largest = 0;
        double difference = 0;
        for (int k = 0; k < image.Count; k++)
        {
            largest = Math.Max(largest, Math.Abs(transpose.AsReadOnlySpan()[k]));
            difference = Math.Max(difference, Math.Abs(image.AsReadOnlySpan()[k] - transpose.AsReadOnlySpan()[k]));
        }

        Assert.True(largest > 0 && difference <= 1e-13 * largest, $"{difference} of {largest}");
    }

    [Theory]
    [InlineData("correlation")]
    [InlineData("source-normalised")]
    [InlineData("frequency")]
    [InlineData("frequency:5,40,20")]
    [InlineData("inverse-scattering")]
    public void Every_imaging_condition_makes_an_image(string condition)
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, "--imaging", condition, "--laplacian", "--mute", "1800,0.1", "--aperture", "150", "--out", folder["i.npy"])]).MustSucceed();
        using AnyArray image = ArrayFile.Read(folder["i.npy"]);
        Assert.Equal(new Shape(SmallSurvey.Nx, SmallSurvey.Nz), image.Shape);
    }

    [Theory]
    [InlineData("--imaging", "magic")]
    [InlineData("--imaging", "frequency:40,5,3")]
    [InlineData("--mute", "1500")]
    [InlineData("--mute", "-1500,0")]
    [InlineData("--aperture", "0")]
    public void Wrong_choices_are_exit_2(string option, string value)
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, option, value, "--out", folder["i.npy"])]).MustRefuse();
    }

    [Fact]
    public void Resume_without_state_starts_anew_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command rtm = Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, "--resume", "--out", folder["i.npy"])]).MustSucceed();
        Assert.Contains("starting anew", rtm.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["i.run"]));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void An_interrupted_or_killed_migration_goes_on_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        string[] survey = SmallSurvey.OptionsWithout(folder, "--sources", "--sources", "line:20,380,60,20", "--nt", "1500");
        survey = [.. survey.Where((word, at) => !(word == $"{SmallSurvey.Samples}" || (word == "--nt" && survey[at + 1] == $"{SmallSurvey.Samples}")))];
        Command.Run(["wave", "model", .. survey, "--out", folder["d.npy"]]).MustSucceed();
        string[] arguments = ["rtm", .. survey, "--data", folder["d.npy"], "--out", folder["i.npy"]];
        Command.Run(arguments).MustSucceed();
        byte[] whole = File.ReadAllBytes(folder["i.npy"]);
        File.Delete(folder["i.npy"]);

        foreach (string signal in new[] { "INT", "KILL", "TERM" })
        {
            using Process process = Command.Start(folder.Path, [.. arguments, "--resume"]);
            WaitForNewState(folder["i.run/state"], process);
            var watch = Stopwatch.StartNew();
            Command.Signal(process, signal);
            Command stopped = Command.Await(process);
            Assert.Equal(signal switch { "INT" => 130, "TERM" => 143, _ => 137 }, stopped.ExitCode);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
            Assert.False(File.Exists(folder["i.npy"]));
            if (signal != "KILL") Assert.Contains("--resume to go on", stopped.Error, StringComparison.Ordinal);
        }

        Command.Run(arguments).MustRefuse("--resume");
        Command.Run([.. arguments, "--resume", "--laplacian"]).MustRefuse("--laplacian");
        Command.Run([.. arguments, "--resume", "--threads", "1"]).MustSucceed();
        Assert.Equal(whole, File.ReadAllBytes(folder["i.npy"]));
        Assert.False(Directory.Exists(folder["i.run"]));
    }

    /// <summary>Until the process has saved a state that was not there before.</summary>
    private static void WaitForNewState(string path, Process process)
    {
        DateTime before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.MinValue;
        var watch = Stopwatch.StartNew();
        while (!process.HasExited && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) > before) return;
            Thread.Sleep(20);
        }
    }
}
