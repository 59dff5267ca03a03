using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>What the user states about a SEG-Y file reaches its reader.</summary>
public class SegyOptionTests
{
    [SkippableTheory]
    [InlineData("ieee")]
    [InlineData("5")]
    public void A_stated_format_overrides_a_wrong_code(string format)
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Path("data/formats/segy/ieee_marked_ibm.sgy");
        Command convert = Command.Run("convert", file, folder["a.npy"], "--segy-format", format, "--json").MustSucceed();
        Assert.Equal(0, convert.Json.GetProperty("warnings").GetArrayLength());
        float[] values = Values(folder["a.npy"]);
        Assert.Equal(Enumerable.Range(0, 6).SelectMany(trace => Enumerable.Range(0, 50).Select(sample => (float)((100 * trace) + sample))), values);
        Command unstated = Command.Run("convert", file, folder["b.npy"], "--json").MustSucceed();
        Assert.Contains("--segy-format ieee", Assert.Single(unstated.Json.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void True_ibm_numbers_are_not_doubted()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.sgy"], SegySampleFormat.IbmFloat32);
        Assert.Equal(0, Command.Run("info", folder["a.sgy"], "--json").MustSucceed().Json.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public void A_file_without_a_format_names_the_option_and_is_read_with_it()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.sgy"], SegySampleFormat.Float32);
        byte[] bytes = File.ReadAllBytes(folder["a.sgy"]);
        bytes[3224] = bytes[3225] = 0;
        File.WriteAllBytes(folder["a.sgy"], bytes);
        File.WriteAllBytes(folder["a.dat"], bytes);
        Command.Run("info", folder["a.sgy"]).MustRefuse("--segy-format");
        foreach (string name in new[] { "a.sgy", "a.dat" })
        {
            Command.Run("convert", folder[name], folder["a.npy"], "--segy-format", "ieee").MustSucceed();
            Assert.Equal(Samples(), Values(folder["a.npy"]));
        }
    }

    [Fact]
    public void Byte_order_and_samples_are_passed_on()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.sgy"], SegySampleFormat.Float32);
        Command.Run("convert", folder["a.sgy"], folder["a.npy"], "--byte-order", "little", "--segy-format", "ieee", "--samples", "40").MustSucceed();
        Assert.NotEqual(Samples(), Values(folder["a.npy"]));
        Command.Run("convert", folder["a.sgy"], folder["a.npy"], "--samples", "40", "--byte-order", "big").MustSucceed();
        Assert.Equal(Samples(), Values(folder["a.npy"]));
        Command.Run("info", folder["a.sgy"], "--samples", "9999").MustRefuse("9999 samples");
    }

    [Theory]
    [InlineData("--segy-format", "ebcdic")]
    [InlineData("--segy-format", "13")]
    [InlineData("--byte-order", "middle")]
    [InlineData("--samples", "0")]
    public void A_value_that_there_is_not_is_exit_2(string option, string value) => Command.Run("info", "a.sgy", option, value).MustRefuse(option, value);

    [Theory]
    [InlineData("plot")]
    [InlineData("wave", "model")]
    [InlineData("wave", "born")]
    [InlineData("rtm")]
    public void Every_command_that_reads_traces_has_the_options(params string[] command)
    {
        string help = Command.Run([.. command, "--help"]).MustSucceed().Output;
        foreach (string option in new[] { "--segy-format", "--byte-order", "--samples" }) Assert.Contains(option, help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_a_survey_is_read_with_the_stated_format()
    {
        using var folder = new TemporaryFolder();
        byte[] expected = File.ReadAllBytes(SmallSurvey.WriteData(folder));
        using SegyFile file = SegyFile.Create(ArrayFile.Read(folder["vp.npy"]), 0.01, SegySampleFormat.Float32);
        file.Write(folder["vp.sgy"]);
        byte[] bytes = File.ReadAllBytes(folder["vp.sgy"]);
        bytes[3225] = (byte)SegySampleFormat.IbmFloat32;
        File.WriteAllBytes(folder["vp.sgy"], bytes);
        string[] options = SmallSurvey.OptionsWithout(folder, "--vp", "--vp", folder["vp.sgy"], "--out", folder["e.npy"]);
        Command.Run(["wave", "model", .. options]).MustRefuse("vp.sgy");
        Command.Run(["wave", "model", .. options, "--segy-format", "ieee"]).MustSucceed();
        Assert.Equal(expected, File.ReadAllBytes(folder["e.npy"]));
    }

    [SkippableFact]
    public void Padding_is_said_once()
    {
        Command info = Command.Run("info", SharedData.Path("data/formats/segy/variable_length.sgy"), "--json").MustSucceed();
        Assert.Contains("end in zeros", Assert.Single(info.Json.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    private static float[] Samples() => [.. Enumerable.Range(1, 120).Select(k => 1.1f * k)];

    private static void Write(string path, SegySampleFormat format)
    {
        using SegyFile file = SegyFile.Create(NdArray.From<float>(Samples(), new Shape(3, 40)), 0.004, format);
        file.Write(path);
    }

    private static float[] Values(string path)
    {
        using NdArray<float> values = ArrayFile.Read<float>(path);
        return values.AsReadOnlySpan().ToArray();
    }
}
