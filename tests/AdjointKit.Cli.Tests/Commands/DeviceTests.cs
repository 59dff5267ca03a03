using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>The commands that compute, on an OpenCL device against the CPU.</summary>
public class DeviceTests
{
    private const double Tolerance = 3e-5;

    [SkippableTheory]
    [InlineData("wave model")]
    [InlineData("wave born --dvp dv.npy")]
    [InlineData("wave born --adjoint --data d.npy")]
    [InlineData("wave gradient --observed z.npy")]
    [InlineData("rtm --data d.npy")]
    [InlineData("rtm --data d.npy --imaging source-normalised --laplacian")]
    [InlineData("rtm --data d.npy --imaging frequency:5,40,20")]
    [InlineData("rtm --data d.npy --imaging inverse-scattering --memory 2MB")]
    public void A_device_computes_what_the_cpu_does(string command)
    {
        RequireOpenCl();
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        ArrayFile.Write(folder["z.npy"], NdArray.Zeros<float>(3, 21, SmallSurvey.Samples));
        string[] words = [.. command.Split(' ').Select(word => word is "d.npy" ? data : word is "dv.npy" or "z.npy" ? folder[word] : word)];
        int verbs = words[0] == "wave" ? 2 : 1;
        string[] Arguments(string device, string output) => [.. words[..verbs], .. SmallSurvey.Options(folder, [.. words[verbs..], "--device", device, "--out", folder[output], "--json"])];
        Command onDevice = Command.Run(Arguments("opencl", "o.npy")).MustSucceed();
        Command onCpu = Command.Run(Arguments("cpu", "c.npy")).MustSucceed();
        Assert.Equal("opencl:0", onDevice.Json.GetProperty("device").GetString());
        Assert.Equal("cpu", onCpu.Json.GetProperty("device").GetString());
        string[] written = [.. Directory.GetFiles(folder.Path, "o*.npy")];
        Assert.NotEmpty(written);
        foreach (string file in written) Assert.InRange(Distance(file, Path.Combine(folder.Path, "c" + Path.GetFileName(file)[1..])), 0, Tolerance);
    }

    [SkippableFact]
    public void The_selftest_runs_from_the_command()
    {
        RequireOpenCl();
        Command selftest = Command.Run("selftest", "random numbers", "--device", "opencl", "--json").MustSucceed();
        Assert.True(selftest.Json.GetProperty("tests").GetArrayLength() > 5);
        Assert.All(selftest.Json.GetProperty("tests").EnumerateArray(), test => Assert.Equal("opencl:0", test.GetProperty("device").GetString()));
    }

    [Fact]
    public void Info_says_of_every_interface_what_it_offers_or_why_it_does_not()
    {
        Command info = Command.Run("info", "--json").MustSucceed();
        foreach (System.Text.Json.JsonElement report in info.Json.GetProperty("deviceReports").EnumerateArray())
        {
            bool usable = report.GetProperty("device").ValueKind != System.Text.Json.JsonValueKind.Null;
            Assert.NotEqual(usable, report.GetProperty("obstacle").GetString() is { Length: > 10 });
        }
    }

    [Fact]
    public void Bench_refuses_what_it_does_not_know()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.json"], "{}");
        Command.Run("bench", "physics").MustRefuse("waves, optics, sparse and ad");
        Command.Run("bench", "magic").MustRefuse("'magic'");
        Command.Run("bench", "waves", "--check", folder["x.json"]).MustRefuse("not what 'bench --json' writes");
        Command.Run("bench", "waves", "--check", folder["missing.json"]).MustRefuse("does not exist");
    }

    internal static void RequireOpenCl()
    {
        DeviceCatalogue catalogue = DeviceCatalogue.Discover();
        // A machine without an OpenCL device skips, and the catalogue says what is missing; .ci/run installs PoCL, so nothing is skipped there.
        Skip.If(catalogue.Find(new Device(DeviceKind.OpenCl, 0)) is null, catalogue.Obstacle(DeviceKind.OpenCl));
    }

    private static double Distance(string file, string reference)
    {
        using NdArray<float> actual = ArrayFile.Read<float>(file);
        using NdArray<float> expected = ArrayFile.Read<float>(reference);
        Assert.Equal(expected.Shape, actual.Shape);
        double difference = 0;
        double size = 0;
        for (int k = 0; k < expected.Count; k++)
        {
            difference += Math.Pow((double)actual.AsReadOnlySpan()[k] - expected.AsReadOnlySpan()[k], 2);
            size += Math.Pow(expected.AsReadOnlySpan()[k], 2);
        }

        Assert.True(size > 0, $"{reference} is zero");
        return Math.Sqrt(difference / size);
    }
}
