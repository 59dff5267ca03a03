using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

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
    public void A_migration_killed_or_interrupted_at_any_moment_goes_on_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        const int Shots = 160;
        const int Samples = 2000;
        ArrayFile.Write(folder["d.npy"], NdArray.Fill<double>(Shots * 21, Samples, (trace, n) => Math.Sin(0.05 * n * (1 + (0.1 * (trace % 21))))).Reshape(Shots, 21, Samples));
        string[] arguments =
        [
            "rtm", "--vp", folder["vp.npy"], "--spacing", "10,10", "--wavelet", "ricker:20", "--dt", "0.002", "--nt", $"{Samples}", "--sources", $"line:20.5,380.5,{Shots},20",
            "--receivers", "line:0,400,21,20", "--pml", "8", "--data", folder["d.npy"], "--out", folder["i.npy"],
        ];
        Command.Run(arguments).MustSucceed();
        byte[] whole = File.ReadAllBytes(folder["i.npy"]);
        File.Delete(folder["i.npy"]);

        foreach ((string signal, Func<bool> isTheMoment) in Moments(folder["i.run"]))
        {
            using Process process = Command.Start(folder.Path, [.. arguments, "--resume", "--threads", "1"]);
            SpinWait.SpinUntil(() => process.HasExited || isTheMoment(), TimeSpan.FromMinutes(1));
            Command.Signal(process, signal);
            Command stopped = Command.Await(process);
            Assert.Equal(signal switch { "INT" => 130, "TERM" => 143, _ => 137 }, stopped.ExitCode);
            Assert.False(File.Exists(folder["i.npy"]));
            if (signal != "KILL") Assert.Contains("--resume to go on", stopped.Error, StringComparison.Ordinal);
        }

        Command.Run(arguments).MustRefuse("--resume");
        Command.Run([.. arguments, "--resume", "--laplacian"]).MustRefuse("--laplacian");
        Command last = Command.Run([.. arguments, "--resume"]).MustSucceed();
        Assert.DoesNotContain("starting anew", last.Error, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(folder["i.npy"]));
        Assert.False(Directory.Exists(folder["i.run"]));
    }

    /// <summary>While the run-time starts; before the first shot; in the middle of a save; just after one; between two. Each is prepared before its process starts.</summary>
    private static IEnumerable<(string Signal, Func<bool> IsTheMoment)> Moments(string state)
    {
        yield return ("KILL", After(TimeSpan.FromSeconds(0.05)));
        yield return ("KILL", () => File.Exists(Path.Combine(state, "manifest.json")));
        yield return ("KILL", () => File.Exists(Path.Combine(state, "state.partial")));
        yield return ("INT", NextSave());
        yield return ("KILL", NextSave());
        yield return ("TERM", NextSave());
        yield return ("KILL", After(TimeSpan.FromSeconds(1.6)));

        Func<bool> NextSave()
        {
            string place = Path.Combine(state, "state");
            DateTime last = File.GetLastWriteTimeUtc(place);
            return () => File.Exists(place) && File.GetLastWriteTimeUtc(place) > last;
        }

        static Func<bool> After(TimeSpan time)
        {
            Stopwatch? watch = null;
            return () => (watch ??= Stopwatch.StartNew()).Elapsed > time;
        }
    }
}
