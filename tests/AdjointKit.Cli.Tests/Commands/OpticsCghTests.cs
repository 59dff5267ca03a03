using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class OpticsCghTests
{
    private const string Light = "--wavelength 633e-9 --pitch 8e-6";

    [Theory]
    [InlineData("gs", "")]
    [InlineData("wgs", "--distance 2e-3 " + Light)]
    [InlineData("gradient", "--distance 2e-3,3e-3 " + Light)]
    public void Writes_phases_and_tells_how_good_they_are(string algorithm, string options)
    {
        using var folder = new TemporaryFolder();
        string target = Targets(folder, options);
        Command command = Command.Run(["optics", "cgh", "--target", target, "--algorithm", algorithm, "--iterations", "20", .. Split(options), "--out", folder["p.npy"], "--json"]).MustSucceed();
        NdArray<float> phases = ArrayFile.Read<float>(folder["p.npy"]);
        Assert.Equal(new Shape(40, 48), phases.Shape);
        Assert.All(phases.AsReadOnlySpan().ToArray(), phase => Assert.True(phase >= 0 && phase < 2 * Math.PI));
        Assert.Equal(algorithm, command.Json.GetProperty("method").GetString());
        double[] course = [.. command.Json.GetProperty("iterations").EnumerateArray().Select(entry => entry.GetProperty("psnr").GetDouble())];
        Assert.Equal(20, course.Length);
        Assert.True(command.Json.GetProperty("psnr").GetDouble() > course[0] + 1);
        Assert.InRange(command.Json.GetProperty("efficiency").GetDouble(), 0.2, 1);
        Assert.InRange(command.Json.GetProperty("speckleContrast").GetDouble(), 0, 1);
    }

    [Fact]
    public void The_quality_is_that_of_the_light_which_propagate_makes_of_the_phases()
    {
        using var folder = new TemporaryFolder();
        string target = Targets(folder, "");
        string[] light = ["--distance", "0.05", .. Split(Light), "--precision", "f64"];
        Command command = Command.Run(["optics", "cgh", "--target", target, "--iterations", "10", .. light, "--out", folder["p.npy"], "--json"]).MustSucceed();
        NdArray<double> phases = ArrayFile.Read<double>(folder["p.npy"]);
        ArrayFile.Write(folder["u.npy"], NdArray.Fill<System.Numerics.Complex>(40, 48, (y, x) => System.Numerics.Complex.FromPolarCoordinates(1, phases[y, x])));
        Command.Run(["optics", "propagate", "--field", folder["u.npy"], .. light, "--out", folder["v.npy"]]).MustSucceed();
        NdArray<System.Numerics.Complex> there = ArrayFile.Read<System.Numerics.Complex>(folder["v.npy"]);
        NdArray<double> intensities = NdArray.Fill<double>(40, 48, (y, x) => Math.Pow(System.Numerics.Complex.Abs(there[y, x]), 2));
        HologramQuality quality = HologramQuality.Of(intensities, ArrayFile.Read<double>(target), 40 * 48);
        Assert.Equal(quality.Psnr, command.Json.GetProperty("psnr").GetDouble(), 1e-8);
        Assert.Equal(quality.Efficiency, command.Json.GetProperty("efficiency").GetDouble(), 1e-10);
        Assert.Equal(quality.SpeckleContrast, command.Json.GetProperty("speckleContrast").GetDouble(), 1e-10);
    }

    [SkippableTheory]
    [InlineData("gs", "")]
    [InlineData("wgs", "")]
    [InlineData("gradient", "--distance 2e-3,3e-3 " + Light)]
    public void A_device_makes_what_the_cpu_does(string algorithm, string options)
    {
        DeviceTests.RequireOpenCl();
        using var folder = new TemporaryFolder();
        string[] given = ["optics", "cgh", "--target", Targets(folder, options), "--algorithm", algorithm, "--iterations", "8", .. Split(options), "--precision", "f64", "--json"];
        Command here = Command.Run([.. given, "--out", folder["here.npy"]]).MustSucceed();
        Command there = Command.Run([.. given, "--device", "opencl", "--out", folder["there.npy"]]).MustSucceed();
        Assert.Equal("opencl:0", there.Json.GetProperty("device").GetString());
        Assert.Equal(here.Json.GetProperty("psnr").GetDouble(), there.Json.GetProperty("psnr").GetDouble(), 1e-6);
        double[] phases = [.. ArrayFile.Read<double>(folder["here.npy"]).AsReadOnlySpan()];
        Assert.All(ArrayFile.Read<double>(folder["there.npy"]).AsReadOnlySpan().ToArray().Zip(phases), pair => Assert.Equal(0, Math.IEEERemainder(pair.First - pair.Second, 2 * Math.PI), 1e-6));
    }

    [Fact]
    public void Writes_a_report()
    {
        using var folder = new TemporaryFolder();
        Command.Run("optics", "cgh", "--target", Targets(folder, ""), "--iterations", "5", "--out", folder["p.npy"], "--report", folder["report"]).MustSucceed();
        Assert.Contains("What the phases make.", File.ReadAllText(Path.Combine(folder["report"], "index.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target two.npy", "has 2 planes, but without --distance there is one")]
    [InlineData("--target two.npy --distance 0.1 " + Light, "has 2 planes, but --distance names 1")]
    [InlineData("--distance 0.1", "--distance needs --wavelength, m")]
    [InlineData("--pitch 8e-6", "--pitch is for light between planes: give --distance too")]
    [InlineData("--target negative.npy", "is -1 at (0, 0): light is not negative")]
    [InlineData("--target dark.npy", "is 0 everywhere: there is no light in it")]
    [InlineData("--iterations 0", "--iterations 0 must be at least 1")]
    [InlineData("--algorithm er", "--algorithm takes gs, wgs or gradient, not 'er'")]
    [InlineData("--distance 0.1 --pad none " + Light, "--pad takes auto or a whole number from 1 to 64, not 'none'")]
    public void Wrong_usage_is_one_sentence(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        string target = Targets(folder, "");
        ArrayFile.Write(folder["negative.npy"], NdArray.Fill<double>(4, 4, (_, _) => -1));
        ArrayFile.Write(folder["dark.npy"], NdArray.Zeros<double>(4, 4));
        string[] given = [.. Split(options).Select(text => text.EndsWith(".npy", StringComparison.Ordinal) ? folder[text] : text)];
        Command command = Command.Run(["optics", "cgh", .. given.Contains("--target") ? [] : new[] { "--target", target }, .. given, "--out", folder["p.npy"]]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["p.npy"]));
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A target of one plane and one of two; the path of the one that goes with the options.</summary>
    private static string Targets(TemporaryFolder folder, string options)
    {
        ArrayFile.Write(folder["one.npy"], NdArray.Fill<double>(40, 48, (y, x) => y is > 12 and < 28 && x is > 10 and < 38 ? 1 + Math.Sin(x / 3.0) : 0));
        ArrayFile.Write(folder["two.npy"], NdArray.Fill<double>(2, 40 * 48, (plane, k) => (plane == 0 ? k / 48 : k % 48) is > 12 and < 28 ? 1 : 0.1).Reshape(2, 40, 48));
        return folder[options.Contains(',', StringComparison.Ordinal) ? "two.npy" : "one.npy"];
    }
}
