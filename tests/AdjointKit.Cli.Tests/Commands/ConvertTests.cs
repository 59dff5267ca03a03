using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class ConvertTests
{
    private static string Sample(TemporaryFolder folder, string name = "in.npy")
    {
        ArrayFile.Write(folder[name], NdArray.From<float>([1, 2, 3, 4, 5, 6.5f], new Shape(2, 3)));
        return folder[name];
    }

    [Fact]
    public void Keeps_the_element_type_of_the_file()
    {
        using var folder = new TemporaryFolder();
        Command convert = Command.Run("convert", Sample(folder), folder["out.npy"], "--json").MustSucceed();
        Assert.Equal(folder["out.npy"], convert.Json.GetProperty("files")[0].GetString());
        Assert.Equal("f4", convert.Json.GetProperty("dtype").GetString());
        Assert.Equal(File.ReadAllBytes(folder["in.npy"]), File.ReadAllBytes(folder["out.npy"]));
    }

    [Fact]
    public void Precision_states_another_element_type()
    {
        using var folder = new TemporaryFolder();
        Command.Run("convert", Sample(folder), folder["out.npy"], "--precision", "f64").MustSucceed();
        using AnyArray array = ArrayFile.Read(folder["out.npy"]);
        Assert.Equal(ElementType.Float64, array.ElementType);
        Assert.Equal(6.5, array.View<double>()[1, 2]);
    }

    [Fact]
    public void A_headerless_file_needs_its_shape()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["v.bin"], new byte[24]);
        Command.Run("convert", folder["v.bin"], folder["out.npy"]).MustRefuse("--shape");
        Command.Run("convert", folder["v.bin"], folder["out.npy"], "--shape", "2,4").MustRefuse("v.bin");
        Command.Run("convert", folder["v.bin"], folder["out.npy"], "--shape", "2,x").MustRefuse("--shape");
        Command.Run("convert", folder["v.bin"], folder["out.npy"], "--shape", "2,3", "--dtype", "q9").MustRefuse("--dtype");
        Command.Run("convert", folder["v.bin"], folder["out.npy"], "--shape", "2,3").MustSucceed();
    }

    [Fact]
    public void The_output_may_not_be_the_input()
    {
        using var folder = new TemporaryFolder();
        string sample = Sample(folder);
        byte[] before = File.ReadAllBytes(sample);
        Command.Run("convert", sample, sample).MustRefuse("would overwrite the input");
        File.CreateSymbolicLink(folder["link.npy"], sample);
        Command.Run("convert", sample, folder["link.npy"]).MustRefuse("would overwrite the input");
        Assert.Equal(before, File.ReadAllBytes(sample));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_refused_before_the_input_is_read()
    {
        using var folder = new TemporaryFolder();
        Command.Run("convert", "nowhere.npy", folder["missing/out.npy"]).MustRefuse("the folder", "does not exist");
        Command.Run("convert", "nowhere.npy", folder.Path).MustRefuse("is a folder");
        if (!Directory.Exists("/proc")) return;
        Command proc = Command.Run("convert", "nowhere.npy", "/proc/out.npy");
        proc.MustRefuse("/proc/out.npy cannot be written: the folder /proc");
        Assert.DoesNotContain(".partial", proc.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_one_line_and_leaves_no_output()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(Sample(folder));
        File.WriteAllBytes(folder["cut.npy"], whole[..^5]);
        Command convert = Command.Run("convert", folder["cut.npy"], folder["out.npy"]);
        convert.MustRefuse("cut.npy", "byte ");
        Assert.Single(convert.Error.TrimEnd().Split('\n'));
        Assert.Equal(["cut.npy", "in.npy"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_named() => Command.Run("convert", "nowhere.npy", "out.npy").MustRefuse("nowhere.npy does not exist");
}
