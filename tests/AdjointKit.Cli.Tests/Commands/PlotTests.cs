using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class PlotTests
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static string Sample(TemporaryFolder folder, params nint[] lengths)
    {
        var shape = new Shape(lengths);
        float[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(k => MathF.Sin(k))];
        ArrayFile.Write(folder["in.npy"], NdArray.From<float>(values, shape));
        return folder["in.npy"];
    }

    [Theory]
    [InlineData("image")]
    [InlineData("wiggle")]
    [InlineData("lines")]
    public void Draws_an_array_of_two_axes_as_a_png(string kind)
    {
        using var folder = new TemporaryFolder();
        Command.Run("plot", Sample(folder, 6, 40), "--kind", kind, "--out", folder["out.png"]).MustSucceed();
        Assert.Equal(PngSignature, File.ReadAllBytes(folder["out.png"])[..4]);
    }

    [Fact]
    public void Draws_one_axis_as_lines_into_an_svg_with_the_title()
    {
        using var folder = new TemporaryFolder();
        Command.Run("plot", Sample(folder, 40), "--title", "A wave", "--out", folder["out.svg"]).MustSucceed();
        string svg = File.ReadAllText(folder["out.svg"]);
        Assert.StartsWith("<", svg, StringComparison.Ordinal);
        Assert.Contains("A wave", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_axes_take_an_index()
    {
        using var folder = new TemporaryFolder();
        string sample = Sample(folder, 3, 6, 20);
        Command.Run("plot", sample, "--index", "2", "--out", folder["out.png"]).MustSucceed();
        Command.Run("plot", sample, "--index", "3", "--out", folder["out.png"]).MustRefuse("--index 3");
    }

    [Theory]
    [InlineData("--kind", "pie")]
    [InlineData("--map", "rainbow")]
    [InlineData("--axes", "yx")]
    [InlineData("--clip", "200")]
    [InlineData("--size", "0,0")]
    public void Wrong_choices_are_refused(string option, string value)
    {
        using var folder = new TemporaryFolder();
        Command.Run("plot", Sample(folder, 6, 20), option, value, "--out", folder["out.png"]).MustRefuse();
        Assert.False(File.Exists(folder["out.png"]));
    }

    [Fact]
    public void An_ending_that_is_no_picture_is_refused()
    {
        using var folder = new TemporaryFolder();
        Command.Run("plot", Sample(folder, 6, 20), "--out", folder["out.gif"]).MustRefuse(".png or .svg");
    }
}
