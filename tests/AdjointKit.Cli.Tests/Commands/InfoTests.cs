using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class InfoTests
{
    [Fact]
    public void Says_what_a_file_holds()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npy"], NdArray.From<double>([1, -2, double.NaN, 4], new Shape(2, 2)));
        Command info = Command.Run("info", folder["a.npy"], "--json").MustSucceed();
        Assert.Equal(-2, info.Json.GetProperty("minimum").GetDouble());
        Assert.Equal(4, info.Json.GetProperty("maximum").GetDouble());
        Assert.Equal(1, info.Json.GetProperty("notFinite").GetInt32());
        Assert.Equal("f8", info.Json.GetProperty("dtype").GetString());
        Assert.Equal(2, info.Json.GetProperty("shape")[1].GetInt32());
    }

    [SkippableFact]
    public void Ibm_numbers_outside_float32_are_described_with_a_warning()
    {
        Command info = Command.Run("info", SharedData.Path("data/formats/segy/ibm_extremes.sgy"), "--json").MustSucceed();
        Assert.True(info.Json.GetProperty("maximum").GetDouble() > 1e75);
        Assert.Equal("f8", info.Json.GetProperty("dtype").GetString());
        Assert.Contains("--precision f64", info.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ibm_numbers_within_float32_are_f4()
    {
        using var folder = new TemporaryFolder();
        using SegyFile file = SegyFile.Create(NdArray.From<float>([1, -2, 3, 4], new Shape(2, 2)), 0.004, SegySampleFormat.IbmFloat32);
        file.Write(folder["a.sgy"]);
        Assert.Equal("f4", Command.Run("info", folder["a.sgy"], "--json").MustSucceed().Json.GetProperty("dtype").GetString());
    }

    [Fact]
    public void A_folder_is_called_one()
    {
        using var folder = new TemporaryFolder();
        Command.Run("info", folder.Path).MustRefuse($"{folder.Path} is a folder");
    }

    [Fact]
    public void Says_what_computes_here() => Assert.Contains("SIMD", Command.Run("info").MustSucceed().Output, StringComparison.Ordinal);
}
