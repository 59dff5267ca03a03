using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class OpticsMultiSliceTests
{
    private static readonly string[] Light = ["--wavelength", "0.5e-6", "--pitch", "0.25e-6,0.3e-6", "--distance", "6e-6", "--index", "1.33"];

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 3, true)]
    public void Writes_the_field_behind_the_volume(int padding, int rim, bool wideAngle)
    {
        using var folder = new TemporaryFolder();
        (NdArray<Complex> field, NdArray<double> volume) = Inputs(folder);
        string[] options = ["--pad", $"{padding}", "--rim", $"{rim}", .. wideAngle ? ["--wide-angle"] : Array.Empty<string>(), "--precision", "f64"];
        Command command = Command.Run(["optics", "multislice", "--volume", folder["n.npy"], "--field", folder["u.npy"], .. Light, .. options, "--out", folder["v.npy"], "--json"]);
        Assert.True(command.ExitCode == 0, command.Error);
        var slices = new MultiSlice(new FieldGrid(12, 9, dy: 0.3e-6, dx: 0.25e-6), 0.5e-6, 1.5e-6) { Index = 1.33, Padding = padding, Rim = rim, WideAngle = wideAngle };
        Assert.Equal(slices.Propagate(field, volume).AsReadOnlySpan().ToArray(), ArrayFile.Read<Complex>(folder["v.npy"]).AsReadOnlySpan().ToArray());
        Assert.Equal("multislice", command.Json.GetProperty("method").GetString());
        Assert.Equal(4, command.Json.GetProperty("slices").GetInt32());
        Assert.Equal(padding, command.Json.GetProperty("padding").GetInt32());
        Assert.Equal([0.25e-6, 0.3e-6], command.Json.GetProperty("outputPitch").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void Warns_where_a_slice_is_too_thick()
    {
        using var folder = new TemporaryFolder();
        Inputs(folder);
        string[] run = ["optics", "multislice", "--volume", folder["n.npy"], "--field", folder["u.npy"], "--wavelength", "0.5e-6", "--pitch", "0.25e-6", "--out", folder["v.npy"]];
        Assert.DoesNotContain("turns the phase", Command.Run([.. run, "--distance", "6e-6", "--index", "1.33"]).Error, StringComparison.Ordinal);
        Assert.Contains("turns the phase", Command.Run([.. run, "--distance", "6e-6"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--distance -6e-6", "--distance -6E-06 must be greater than 0")]
    [InlineData("--distance 6e-6 --rim -1", "--rim -1 must lie between 0 and")]
    [InlineData("--distance 6e-6 --pad 0", "--pad takes auto or a whole number")]
    [InlineData("--distance 6e-6 --field other.npy", "has slices of 12 x 9 points, but --field")]
    [InlineData("--distance 6e-6 --volume u.npy", "a volume has the three axes [z, y, x]")]
    [InlineData("--distance 6e-6 --volume complex.npy", "a refractive index is a real number here")]
    [InlineData("--distance 6e-6 --volume contrast.npy", "is 0 at (0, 0, 0): a refractive index is positive")]
    [InlineData("--distance 6e-6 --volume nan.npy", "is NaN at (1, 2, 0): clean the file first")]
    public void Wrong_usage_is_one_sentence(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        Inputs(folder);
        ArrayFile.Write(folder["other.npy"], NdArray.Zeros<double>(9, 12));
        ArrayFile.Write(folder["complex.npy"], NdArray.Zeros<Complex>(4, 12, 9));
        ArrayFile.Write(folder["contrast.npy"], NdArray.Zeros<double>(4, 12, 9));
        NdArray<double> nan = Volume();
        nan[1, 2, 0] = double.NaN;
        ArrayFile.Write(folder["nan.npy"], nan);
        string[] given = [.. options.Split(' ').Select(text => text.EndsWith(".npy", StringComparison.Ordinal) ? folder[text] : text)];
        string[] files = [.. given.Contains("--volume") ? [] : new[] { "--volume", folder["n.npy"] }, .. given.Contains("--field") ? [] : new[] { "--field", folder["u.npy"] }];
        Command command = Command.Run(["optics", "multislice", "--wavelength", "0.5e-6", "--pitch", "0.25e-6", .. files, .. given, "--out", folder["v.npy"]]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["v.npy"]));
    }

    private static (NdArray<Complex> Field, NdArray<double> Volume) Inputs(TemporaryFolder folder)
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(12, 9);
        new CounterRandom(1).FillNormal(field);
        ArrayFile.Write(folder["u.npy"], field.Copy());
        ArrayFile.Write(folder["n.npy"], Volume());
        return (field, Volume());
    }

    private static NdArray<double> Volume()
    {
        NdArray<double> volume = NdArray.Zeros<double>(4, 12, 9);
        new CounterRandom(2).FillUniform(volume);
        Span<double> values = volume.AsWritableSpan();
        for (int k = 0; k < values.Length; k++) values[k] = 1.33 + (0.03 * values[k]);
        return volume;
    }
}
