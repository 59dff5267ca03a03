using System.Numerics;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class OpticsHologramTests
{
    private const int Size = 48;
    private static readonly string[] Light = ["--wavelength", "0.5e-6", "--pitch", "2e-6"];

    [SkippableFact]
    public void Back_propagation_of_the_reference_hologram_is_the_reference()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = ArrayFile.Read<double>(SharedData.Path("oracles/optics/C1_hologram_I.npy"));
        using NdArray<double> root = NdArray.Fill<double>(256, 256, (y, x) => Math.Sqrt(intensity[y, x]));
        ArrayFile.Write(folder["root.npy"], root);
        string[] way = ["--wavelength", "532e-9", "--pitch", "2e-6", "--distance", "5e-3", "--pad", "1", "--precision", "f64"];
        Command.Run(["optics", "backpropagate", "--field", folder["root.npy"], "--method", "asm", .. way, "--out", folder["v.npy"]]).MustSucceed();
        AssertNear(ArrayFile.Read<Complex>(SharedData.Path("oracles/optics/C1_backprop_sqrtI.npy")), ArrayFile.Read<Complex>(folder["v.npy"]), 1e-11);

        // With 2 sqrt(I) in the place of I and a background of 2 the contrast is sqrt(I) - 1: what goes back is the reference without its plane wave.
        using NdArray<double> twice = NdArray.Fill<double>(256, 256, (y, x) => 2 * root[y, x]);
        using NdArray<double> two = NdArray.Fill<double>(256, 256, (_, _) => 2);
        ArrayFile.Write(folder["i.npy"], twice);
        ArrayFile.Write(folder["b.npy"], two);
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], "--background", folder["b.npy"], .. way, "--out", folder["u.npy"], "--json"]).MustSucceed();
        using NdArray<Complex> reference = ArrayFile.Read<Complex>(SharedData.Path("oracles/optics/C1_backprop_sqrtI.npy"));
        Complex wave = Complex.FromPolarCoordinates(1, -2 * Math.PI * 5e-3 / 532e-9);
        using NdArray<Complex> expected = NdArray.Fill<Complex>(256, 256, (y, x) => reference[y, x] - wave);
        AssertNear(expected, ArrayFile.Read<Complex>(folder["u.npy"]), 1e-9);
        Assert.Equal("asm", command.Json.GetProperty("method").GetString());
        Assert.Equal(1, command.Json.GetProperty("padding").GetInt32());
        Assert.Equal(5e-3, command.Json.GetProperty("distance").GetDouble());
        Assert.Equal([2e-6, 2e-6], Numbers(command.Json.GetProperty("outputPitch")));
    }

    /// <summary>Through the sensor's intensity alone 7.0e-2 of the object is twin image; the weight and the number of steps are the command's own.</summary>
    [SkippableTheory]
    [InlineData("C1_hologram_I.npy", "tv", 2.5e-2)]
    [InlineData("C1_hologram_I.npy", "sparse", 2.5e-2)]
    [InlineData("C1_hologram_poisson1000.npy", "tv", 3e-2)]
    [Trait("Category", "Slow")]
    public void Without_its_twin_the_reference_object_is_found(string file, string penalty, double tolerance)
    {
        using var folder = new TemporaryFolder();
        Command command = Command.Run(
            "optics", "hologram", "--hologram", SharedData.Path($"oracles/optics/{file}"), "--wavelength", "532e-9", "--pitch", "2e-6", "--distance", "5e-3", "--pad", "1", "--remove-twin", penalty,
            "--out", folder["u.npy"], "--json").MustSucceed();
        Assert.Equal(penalty, command.Json.GetProperty("removeTwin").GetString());
        using NdArray<ComplexF> found = ArrayFile.Read<ComplexF>(folder["u.npy"]);
        using NdArray<Complex> transmission = ArrayFile.Read<Complex>(SharedData.Path("oracles/optics/C1_object.npy"));
        Complex[] wave = [.. found.AsReadOnlySpan().ToArray().Select(u => 1 + (Complex)u)];
        Complex[] truth = transmission.AsReadOnlySpan().ToArray();
        Complex inner = wave.Zip(truth, (u, t) => u * Complex.Conjugate(t)).Aggregate(Complex.Add);
        double apart = wave.Zip(truth, (u, t) => Math.Pow((u - (inner / inner.Magnitude * t)).Magnitude, 2)).Sum();
        double error = Math.Sqrt(apart / truth.Sum(t => t.Magnitude * t.Magnitude));
        Assert.True(error <= tolerance, $"{error:0.0000} of the object is missing or too much");
    }

    [SkippableTheory]
    [InlineData("tv")]
    [InlineData("sparse")]
    public void Without_its_twin_on_a_device_too(string penalty)
    {
        SkipWithout("opencl");
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = Hologram(folder);
        string[] run = ["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--distance", "0.4e-3", "--precision", "f64", "--remove-twin", penalty, "--twin-iterations", "12"];
        Command.Run([.. run, "--out", folder["cpu.npy"]]).MustSucceed();
        Command.Run([.. run, "--device", "opencl", "--out", folder["device.npy"]]).MustSucceed();
        AssertNear(ArrayFile.Read<Complex>(folder["cpu.npy"]), ArrayFile.Read<Complex>(folder["device.npy"]), 1e-8);
    }

    [Fact]
    public void The_weight_of_the_twin_is_for_its_removal()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = Hologram(folder);
        string[] run = ["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--distance", "0.4e-3", "--out", folder["u.npy"]];
        Command.Run([.. run, "--twin-weight", "0.1"]).MustRefuse("--twin-weight is for --remove-twin tv or sparse");
        Command.Run([.. run, "--remove-twin", "tw"]).MustRefuse("--remove-twin takes none, tv or sparse, not 'tw'");
        Command.Run([.. run, "--remove-twin", "tv", "--twin-weight", "-1"]).MustRefuse("--twin-weight");
    }

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Gives_the_adjoint_of_the_contrast(string device)
    {
        SkipWithout(device);
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = Hologram(folder);
        double mean = 0;
        for (int at = 0; at < Size * Size; at++) mean += intensity[at / Size, at % Size] / (Size * Size);
        using NdArray<Complex> contrast = NdArray.Fill<Complex>(Size, Size, (y, x) => (intensity[y, x] / mean) - 1);
        ArrayFile.Write(folder["h.npy"], contrast);
        string[] way = [.. Light, "--distance", "0.4e-3", "--precision", "f64"];
        Command back = Command.Run(["optics", "backpropagate", "--field", folder["h.npy"], .. way, "--out", folder["v.npy"], "--json"]).MustSucceed();
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. way, "--device", device, "--out", folder["u.npy"], "--json"]).MustSucceed();
        AssertNear(ArrayFile.Read<Complex>(folder["v.npy"]), ArrayFile.Read<Complex>(folder["u.npy"]), 1e-12);
        Assert.Equal(back.Json.GetProperty("method").GetString(), command.Json.GetProperty("method").GetString());
        if (device != "cpu") Assert.Equal("opencl:0", command.Json.GetProperty("device").GetString());
    }

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Finds_the_plane_in_focus_and_tells_every_curve(string device)
    {
        SkipWithout(device);
        using var folder = new TemporaryFolder();
        Hologram(folder).Dispose();
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--autofocus", "0.2e-3,0.6e-3,17", "--device", device, "--out", folder["u.npy"], "--report", folder["page"], "--json"]).MustSucceed();
        Assert.InRange(command.Json.GetProperty("distance").GetDouble(), 0.38e-3, 0.42e-3);
        JsonElement focus = command.Json.GetProperty("focus");
        Assert.Equal("gradient-variance", focus.GetProperty("metric").GetString());
        Assert.Equal(0.25e-6, focus.GetProperty("tolerance").GetDouble(), 1e-12);
        Assert.Equal(17, Numbers(focus.GetProperty("distances")).Length);
        JsonProperty[] curves = [.. focus.GetProperty("curves").EnumerateObject()];
        Assert.True(curves.Length >= 6);
        Assert.All(curves, curve => Assert.Equal(17, Numbers(curve.Value).Length));
        string page = File.ReadAllText(folder["page/index.html"]);
        Assert.All(curves, curve => Assert.Contains(curve.Name, page, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("inline_holopy/image01.jpg", "--background inline_holopy/bg01.jpg --wavelength 660e-9 --pitch 0.0851e-6 --index 1.33 --autofocus 10e-6,25e-6,16", 17.0e-6, 17.5e-6)]
    [InlineData("inline_deepdih/Image1.bmp", "--wavelength 635e-9 --pitch 1.67e-6 --autofocus 0.8e-3,0.9e-3,6", 855e-6, 860e-6)]
    [Trait("Category", "Slow")]
    public void Measured_holograms_are_in_focus_where_they_should_be(string hologram, string options, double from, double to)
    {
        using var folder = new TemporaryFolder();
        string[] given = [.. options.Split(' ').Select(text => text.EndsWith(".jpg", StringComparison.Ordinal) ? SharedData.Path($"data/optics/{text}") : text)];
        Command command = Command.Run(["optics", "hologram", "--hologram", SharedData.Path($"data/optics/{hologram}"), .. given, "--out", folder["u.npy"], "--json"]).MustSucceed();
        Assert.InRange(command.Json.GetProperty("distance").GetDouble(), from, to);
    }

    [Fact]
    public void Warns_of_a_negative_distance()
    {
        using var folder = new TemporaryFolder();
        Hologram(folder).Dispose();
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--distance", "-0.4e-3", "--out", folder["u.npy"]]).MustSucceed();
        Assert.Contains("cannot tell the sign", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_pitch_in_another_unit()
    {
        using var folder = new TemporaryFolder();
        Hologram(folder).Dispose();
        Command command = Command.Run("optics", "hologram", "--hologram", folder["i.npy"], "--wavelength", "0.5e-6", "--pitch", "2e-3", "--distance", "0.4e-3", "--out", folder["u.npy"]).MustSucceed();
        Assert.Contains("in metres?", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_file_says_serves_where_the_user_says_nothing()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = Hologram(folder);
        using NdArray<float> single = NdArray.Fill<float>(Size, Size, (y, x) => (float)intensity[y, x]);
        var image = new ImageMetadata { PitchX = 2e-6, PitchY = 2e-6, Wavelength = 0.5e-6, Distance = 0.4e-3 };
        ArrayFile.Write(folder["i.tif"], single, new ArrayWriteOptions { Image = image });
        Command said = Command.Run("optics", "hologram", "--hologram", folder["i.tif"], "--out", folder["u.npy"], "--json").MustSucceed();
        Assert.Equal(0.4e-3, said.Json.GetProperty("distance").GetDouble(), 1e-12);
        Assert.All(Numbers(said.Json.GetProperty("outputPitch")), pitch => Assert.Equal(2e-6, pitch, 1e-12));
        Command stated = Command.Run("optics", "hologram", "--hologram", folder["i.tif"], "--distance", "0.3e-3", "--out", folder["v.npy"], "--json").MustSucceed();
        Assert.Equal(0.3e-3, stated.Json.GetProperty("distance").GetDouble());
    }

    [Fact]
    public void Warns_of_a_focus_at_the_end_of_the_range()
    {
        using var folder = new TemporaryFolder();
        Hologram(folder).Dispose();
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--autofocus", "0.1e-3,0.3e-3,5", "--out", folder["u.npy"]]).MustSucceed();
        Assert.Contains("the focus may lie beyond", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_saturated_hologram()
    {
        using var folder = new TemporaryFolder();
        using NdArray<byte> values = NdArray.Fill<byte>(Size, Size, (y, x) => x < 10 ? byte.MaxValue : (byte)(100 + y));
        ArrayFile.Write(folder["i.npy"], values);
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--distance", "0.4e-3", "--out", folder["u.npy"]]).MustSucceed();
        Assert.Contains("is saturated", command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hologram nan.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "NaN at")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 0 --distance 1e-3", "--pitch takes positive numbers")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6,-2e-6 --distance 1e-3", "--pitch takes positive numbers")]
    [InlineData("--hologram i.npy --wavelength -0.5e-6 --pitch 2e-6 --distance 1e-3", "must be greater than 0")]
    [InlineData("--hologram i.npy --pitch 2e-6 --distance 1e-3", "--wavelength is required")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --distance 1e-3", "--pitch is required")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6", "--distance or --autofocus is required")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --autofocus 1e-3,2e-3,5", "give one of them")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6 --autofocus 1e-3,1e-3,5", "z0 and z1 must differ")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6 --autofocus 1e-3,2e-3,2", "from 3 to")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --focus-metric tamura", "--focus-metric is for --autofocus")]
    [InlineData("--hologram i.npy --background none.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "none.npy")]
    [InlineData("--hologram i.npy --background dark.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "must be above 0")]
    [InlineData("--hologram i.npy --background small.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "has 12 x 24 points, but")]
    [InlineData("--hologram cut.tif --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "cut.tif")]
    [InlineData("--hologram many.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "--kind inline takes one")]
    [InlineData("--hologram full.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "--kind inline takes one")]
    [InlineData("--hologram full.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --kind offaxis", "--kind offaxis takes one")]
    [InlineData("--hologram full.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --kind phaseshift", "--kind phaseshift needs --phase-steps")]
    [InlineData("--hologram i.npy --background full.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3", "in 2 frames, but")]
    [InlineData("--hologram i.npy --background bright.npy --wavelength 500 --pitch 2e-6 --distance 1e-3", "longer than the field is wide")]
    [InlineData("--hologram i.npy --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-3 --twin-iterations 3", "--twin-iterations is for --remove-twin tv or sparse")]
    public void Refuses_what_cannot_be_in_one_sentence(string options, string reason)
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> intensity = Hologram(folder);
        ArrayFile.Write(folder["dark.npy"], NdArray.Fill<double>(Size, Size, (y, x) => y == 3 && x == 5 ? 0 : 1));
        ArrayFile.Write(folder["small.npy"], NdArray.Fill<double>(12, 24, (_, _) => 1));
        ArrayFile.Write(folder["nan.npy"], NdArray.Fill<double>(Size, Size, (y, x) => y == 3 && x == 5 ? double.NaN : 1));
        using NdArray<double> many = NdArray.Zeros<double>(3, Size, Size);
        intensity.CopyTo(many.Select(0, 0));
        ArrayFile.Write(folder["many.npy"], many);
        using NdArray<byte> full = NdArray.Fill<byte>(2, Size * Size, (_, _) => byte.MaxValue);
        ArrayFile.Write(folder["full.npy"], full.Reshape(2, Size, Size));
        ArrayFile.Write(folder["bright.npy"], full.Select(0, 0).Reshape(Size, Size));
        ArrayFile.Write(folder["whole.tif"], intensity);
        File.WriteAllBytes(folder["cut.tif"], File.ReadAllBytes(folder["whole.tif"])[..1000]);
        string[] given = [.. options.Split(' ').Select(text => text.EndsWith(".npy", StringComparison.Ordinal) || text.EndsWith(".tif", StringComparison.Ordinal) ? folder[text] : text)];
        Command command = Command.Run(["optics", "hologram", .. given, "--out", folder["u.npy"]]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(reason, command.Error, StringComparison.Ordinal);
        Assert.Single(command.Error.TrimEnd().Split('\n'), line => !line.StartsWith("see: ", StringComparison.Ordinal));
        Assert.False(File.Exists(folder["u.npy"]));
    }

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    public void Lists_the_particles_in_a_table(string device)
    {
        SkipWithout(device);
        using var folder = new TemporaryFolder();
        Particles(folder, (90, 60, 8), (40, 100, 6));
        Command command = Command.Run(
            ["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--autofocus", "1e-3,3e-3,11", "--particles", folder["p.csv"], "--device", device, "--out", folder["u.npy"], "--report", folder["page"], "--json"]).MustSucceed();
        Assert.Equal(2, command.Json.GetProperty("particles").GetInt32());
        string[] lines = File.ReadAllLines(folder["p.csv"]);
        Assert.Equal("x_m,y_m,z_m,diameter_m,depth,at_border", lines[0]);
        double[][] rows = [.. lines[1..].Select(line => line.Split(',').Select(field => double.Parse(field, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).OrderBy(row => row[1])];
        Assert.Equal(2, rows.Length);
        Assert.All(rows.Zip([(40, 100, 6), (90, 60, 8)]), pair =>
        {
            (int y, int x, int radius) = pair.Second;
            Assert.Equal((x - 64) * 2e-6, pair.First[0], 1e-6);
            Assert.Equal((y - 64) * 2e-6, pair.First[1], 1e-6);
            Assert.Equal(2e-3, pair.First[2], 0.05e-3);
            Assert.Equal(2 * radius * 2e-6, pair.First[3], 0.1 * 2 * radius * 2e-6);
            Assert.Equal(0, pair.First[5]);
        });
        string page = File.ReadAllText(folder["page/index.html"]);
        Assert.Contains("The particles at their places", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_particles_the_table_is_empty_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> flat = NdArray.Fill<double>(Size, Size, (y, x) => 1 + (1e-3 * ((y + x) % 3)));
        ArrayFile.Write(folder["i.npy"], flat);
        Command command = Command.Run(["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--autofocus", "1e-3,3e-3,5", "--particles", folder["p.csv"], "--out", folder["u.npy"], "--report", folder["page"]]).MustSucceed();
        Assert.Contains("warning: no particle is deeper than 0.35 between 0.001 and 0.003 m", command.Error, StringComparison.Ordinal);
        Assert.Contains("0 particles deeper than 0.35", command.Output, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(folder["p.csv"]));
    }

    [Fact]
    public void Particles_need_distances_and_a_file_of_their_own()
    {
        using var folder = new TemporaryFolder();
        Hologram(folder).Dispose();
        string[] run = ["optics", "hologram", "--hologram", folder["i.npy"], .. Light, "--out", folder["u.npy"]];
        string[] range = ["--autofocus", "0.2e-3,0.6e-3,5"];
        Command.Run([.. run, "--distance", "0.4e-3", "--particles", folder["p.csv"]]).MustRefuse("--particles needs --autofocus z0,z1,n");
        Command.Run([.. run, .. range, "--particles", folder["p.txt"]]).MustRefuse("end its name in .csv");
        Command.Run([.. run, .. range, "--particles", folder["none/p.csv"]]).MustRefuse("does not exist");
        Command.Run([.. run, .. range, "--particle-kind", "transparent"]).MustRefuse("--particle-kind is for --particles");
        Command.Run([.. run, .. range, "--particles", folder["p.csv"], "--particle-threshold", "-1"]).MustRefuse("--particle-threshold");
        Command.Run([.. run, .. range, "--kind", "offaxis", "--particles", folder["p.csv"]]).MustRefuse("--particles is for --kind inline");
        Assert.False(File.Exists(folder["p.csv"]));
    }

    private static void SkipWithout(string device)
    {
        if (device == "opencl") DeviceTests.RequireOpenCl();
    }

    /// <summary>A speck of 2 um 0.4 mm in front of the sensor, made by the commands themselves.</summary>
    private static NdArray<double> Hologram(TemporaryFolder folder)
    {
        using NdArray<double> transmission = NdArray.Fill<double>(Size, Size, (y, x) => (y, x) == (22, 25) ? 0 : 1);
        ArrayFile.Write(folder["t.npy"], transmission);
        Command.Run(["optics", "propagate", "--field", folder["t.npy"], .. Light, "--distance", "0.4e-3", "--method", "asm", "--pad", "1", "--precision", "f64", "--out", folder["s.npy"]]).MustSucceed();
        using NdArray<Complex> field = ArrayFile.Read<Complex>(folder["s.npy"]);
        NdArray<double> intensity = NdArray.Fill<double>(Size, Size, (y, x) => Math.Pow(Complex.Abs(field[y, x]), 2));
        ArrayFile.Write(folder["i.npy"], intensity);
        return intensity;
    }

    /// <summary>Discs at rows, columns and with radii in points, 2 mm in front of a sensor of 128 x 128 points.</summary>
    private static void Particles(TemporaryFolder folder, params (int Y, int X, int Radius)[] discs)
    {
        using NdArray<double> transmission = NdArray.Fill<double>(128, 128, (y, x) => discs.Any(disc => Math.Pow(y - disc.Y, 2) + Math.Pow(x - disc.X, 2) < disc.Radius * disc.Radius) ? 0 : 1);
        ArrayFile.Write(folder["t.npy"], transmission);
        Command.Run(["optics", "propagate", "--field", folder["t.npy"], .. Light, "--distance", "2e-3", "--method", "asm", "--pad", "1", "--precision", "f64", "--out", folder["s.npy"]]).MustSucceed();
        using NdArray<Complex> field = ArrayFile.Read<Complex>(folder["s.npy"]);
        using NdArray<double> intensity = NdArray.Fill<double>(128, 128, (y, x) => Math.Pow(Complex.Abs(field[y, x]), 2));
        ArrayFile.Write(folder["i.npy"], intensity);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertNear(NdArray<Complex> expected, NdArray<Complex> actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double apart = 0;
        double scale = 0;
        for (int at = 0; at < expected.Count; at++)
        {
            Complex wanted = expected[at / (int)expected.Shape[1], at % (int)expected.Shape[1]];
            apart += Math.Pow(Complex.Abs(actual[at / (int)expected.Shape[1], at % (int)expected.Shape[1]] - wanted), 2);
            scale += Math.Pow(Complex.Abs(wanted), 2);
        }

        Assert.InRange(Math.Sqrt(apart / scale), 0, tolerance);
    }
}
