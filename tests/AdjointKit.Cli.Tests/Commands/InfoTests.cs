using AdjointKit.Arrays;
using AdjointKit.IO;

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

    [Fact]
    public void A_folder_is_called_one()
    {
        using var folder = new TemporaryFolder();
        Command.Run("info", folder.Path).MustRefuse($"{folder.Path} is a folder");
    }

    [Fact]
    public void Says_what_computes_here() => Assert.Contains("SIMD", Command.Run("info").MustSucceed().Output, StringComparison.Ordinal);
}
