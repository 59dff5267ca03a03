using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

[Trait("Category", "Slow")]
public class DemoTests
{
    [Fact]
    public void Demo_writes_a_page_and_names_it_last()
    {
        using var folder = new TemporaryFolder();
        Command demo = Command.Run("demo", "--out", folder["demo"], "--quiet").MustSucceed();
        Assert.EndsWith(folder["demo/index.html"], demo.Output.TrimEnd(), StringComparison.Ordinal);
        string page = File.ReadAllText(folder["demo/index.html"]);
        Assert.Contains("Migrated image", page, StringComparison.Ordinal);
        Assert.Contains("twin image removed", page, StringComparison.Ordinal);
        Assert.Contains("ALISTA", page, StringComparison.Ordinal);
        Assert.Contains("</html>", page, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["demo/config.json"]));
        Assert.Equal("", demo.Error);
    }

    [Fact]
    public void Particles_are_found_in_their_hologram_and_the_report_has_its_own_folder()
    {
        using var folder = new TemporaryFolder();
        JsonElement demo = Command.Run("demo", "--out", folder["arrays"], "--report", folder["page"], "--seed", "7", "--quiet", "--json").MustSucceed().Json;
        double distance = demo.GetProperty("distance").GetDouble();
        Assert.InRange(distance, demo.GetProperty("trueDistance").GetDouble() - 20e-6, demo.GetProperty("trueDistance").GetDouble() + 20e-6);
        Assert.InRange(demo.GetProperty("errorWithoutTwin").GetDouble(), 1e-3, 0.02);
        Assert.InRange(demo.GetProperty("errorWithTwin").GetDouble(), 0.07, 0.12);
        JsonElement focus = demo.GetProperty("focus");
        Assert.All(focus.GetProperty("curves").EnumerateObject(), curve => Assert.Equal(focus.GetProperty("distances").GetArrayLength(), curve.Value.GetArrayLength()));

        // At every layer what was trained is ahead of what it was made of; no better than the noise allows.
        double[][] curves = [.. new[] { "alista", "lista", "fista", "ista" }.Select(name => demo.GetProperty(name).GetProperty("layers").EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        Assert.All(curves, curve => Assert.Equal(13, curve.Length));
        for (int layer = 1; layer <= 12; layer++) Assert.True(Math.Max(curves[0][layer], curves[1][layer]) < curves[2][layer] && curves[2][layer] < curves[3][layer], $"layer {layer}");
        Assert.True(curves[0][12] < curves[1][12], "the last layer");
        Assert.InRange(curves[0][12], -46, -25);
        Assert.Equal(curves[0][12], demo.GetProperty("alista").GetProperty("nmse").GetDouble());

        string[] files = [.. demo.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)];
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        string[] ofPage = [folder["page/config.json"], folder["page/index.html"]];
        Assert.Equal(ofPage, Directory.GetFiles(folder["page"]).Order(StringComparer.Ordinal));
        string[] written = [.. Directory.GetFiles(folder["arrays"]), .. ofPage];
        Assert.Equal(written.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));

        // From the file of the hologram the command for holograms finds the same plane.
        Command again = Command.Run(
            "optics", "hologram", "--hologram", folder["arrays/hologram.npy"], "--wavelength", "633e-9", "--pitch", "2e-6", "--autofocus", "3.3e-3,5.1e-3,31", "--focus-metric", "edge-sparsity",
            "--out", folder["u.npy"], "--quiet", "--json").MustSucceed();
        Assert.Equal(distance, again.Json.GetProperty("distance").GetDouble(), 1e-9);
        using NdArray<ComplexF> found = ArrayFile.Read<ComplexF>(folder["arrays/particles.npy"]);
        Assert.Equal(ArrayFile.Read<ComplexF>(folder["u.npy"]).Shape, found.Shape);

        // One of the particles stops the light, and between them it passes.
        Assert.InRange(Complex.Abs(1 + (Complex)found[256 + 45, 256 - 107]), 0, 0.2);
        Assert.InRange(Complex.Abs(1 + (Complex)found[256, 256]), 0.97, 1.03);
    }

    [Fact]
    public void An_interrupted_demo_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using Process process = Command.Start(folder.Path, "demo", "--out", "demo");
        Command.AwaitWords(process, "a hologram of");
        Command.Signal(process, "INT");
        Command stopped = Command.Await(process);
        Assert.Equal(130, stopped.ExitCode);
        Assert.Equal("", stopped.Output);
        Assert.Contains("interrupted: no result was written", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["demo"]));
    }
}
