using System.Numerics;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class OpticsPropagateTests
{
    [Theory]
    [InlineData("asm")]
    [InlineData("blasm")]
    [InlineData("fresnel-tf")]
    [InlineData("fresnel-ir")]
    [InlineData("fresnel-1step")]
    [InlineData("fresnel-2step")]
    [InlineData("rs")]
    [InlineData("fraunhofer")]
    [InlineData("sas")]
    [InlineData("czt")]
    [InlineData("tilted", "--tilt", "0.3,-0.2")]
    public void Backpropagate_is_the_conjugate_transpose_of_propagate(string method, params string[] more)
    {
        using var folder = new TemporaryFolder();
        using NdArray<Complex> x = Random(folder, "x.npy", 12, 9, 1);
        using NdArray<Complex> y = Random(folder, "y.npy", 12, 9, 2);
        string[] there = ["--wavelength", "633e-9", "--pitch", "2e-6,3e-6", "--distance", "-2e-4", "--index", "1.3", "--method", method, .. more, "--precision", "f64"];
        Command forward = Run(["propagate", "--field", folder["x.npy"], .. there, "--out", folder["ax.npy"], "--json"]);
        Run(["backpropagate", "--field", folder["y.npy"], .. there, "--out", folder["ahy.npy"]]);
        Complex a = Inner(ArrayFile.Read<Complex>(folder["ax.npy"]), y);
        Complex b = Inner(x, ArrayFile.Read<Complex>(folder["ahy.npy"]));
        Assert.True((a - b).Magnitude <= 1e-12 * a.Magnitude, $"{a} and {b}");
        Assert.Equal(method, forward.Json.GetProperty("method").GetString());
        Assert.Equal(2, forward.Json.GetProperty("outputPitch").GetArrayLength());
    }

    [Theory]
    [InlineData("1e-5", "asm", 2)]
    [InlineData("-9e-5", "asm", 8)]
    [InlineData("0.01", "rs", 2)]
    public void Left_to_itself_it_plans_and_the_adjoint_is_that_of_the_same_plan(string distance, string method, int padding)
    {
        using var folder = new TemporaryFolder();
        using NdArray<Complex> x = Random(folder, "x.npy", 12, 9, 1);
        using NdArray<Complex> y = NdArray.Fill<Complex>(12, 9, (row, column) => row == 3 && column > 4 ? 1 : 0);
        using NdArray<Complex> kept = y.Copy();
        ArrayFile.Write(folder["y.npy"], kept);
        string[] there = ["--wavelength", "633e-9", "--pitch", "2e-6,3e-6", "--distance", distance, "--precision", "f64", "--json"];
        Command forward = Run(["propagate", "--field", folder["x.npy"], .. there, "--out", folder["ax.npy"]]);
        Command back = Run(["backpropagate", "--field", folder["y.npy"], .. there, "--method", "auto", "--out", folder["ahy.npy"]]);
        foreach (Command command in (Command[])[forward, back])
        {
            Assert.Equal(method, command.Json.GetProperty("method").GetString());
            Assert.Equal(padding, command.Json.GetProperty("padding").GetInt32());
            Assert.True(command.Json.GetProperty("predictedError").GetDouble() >= 1e-13);
        }

        // Noise has as much light at the edge of the band as anywhere.
        Assert.Contains(forward.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("does not resolve the field", StringComparison.Ordinal));
        Assert.Contains("does not resolve the field", forward.Error, StringComparison.Ordinal);
        Complex a = Inner(ArrayFile.Read<Complex>(folder["ax.npy"]), y);
        Complex b = Inner(x, ArrayFile.Read<Complex>(folder["ahy.npy"]));
        Assert.True((a - b).Magnitude <= 1e-12 * a.Magnitude, $"{a} and {b}");
    }

    [Fact]
    public void The_error_of_a_named_method_is_predicted_unless_periodic_boundaries_were_asked_for()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["u.npy"], NdArray.Fill<double>(64, 64, (y, x) => Math.Abs(y - 32) < 20 && Math.Abs(x - 32) < 20 ? 1 : 0));
        string[] there = ["propagate", "--field", folder["u.npy"], "--wavelength", "5e-7", "--pitch", "1e-6", "--distance", "1e-3", "--out", folder["v.npy"], "--json"];
        Command wrapped = Run([.. there, "--method", "asm"]);
        Assert.InRange(wrapped.Json.GetProperty("predictedError").GetDouble(), 0.05, 1);
        Assert.Contains("warning: the predicted error of asm with padding 2 is", wrapped.Error, StringComparison.Ordinal);
        Command padded = Run([.. there, "--pad", "8"]);
        Assert.Equal(8, padded.Json.GetProperty("padding").GetInt32());
        Assert.InRange(padded.Json.GetProperty("predictedError").GetDouble(), 1e-7, 1e-2);
        Command periodic = Run([.. there, "--method", "asm", "--pad", "1"]);
        Assert.False(periodic.Json.TryGetProperty("predictedError", out _));
        Assert.Empty(periodic.Error);
        Assert.False(Run([.. there, "--method", "fresnel-1step"]).Json.TryGetProperty("predictedError", out _));
    }

    [Fact]
    public void A_real_field_is_an_amplitude_and_a_distance_of_zero_gives_it_back()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["u.npy"], NdArray.Fill<double>(4, 5, (y, x) => y + (0.1 * x)));
        Command command = Run(["propagate", "--field", folder["u.npy"], "--wavelength", "633e-9", "--pitch", "4e-6", "--distance", "0", "--method", "asm", "--out", folder["v.npy"], "--json"]);
        using AnyArray written = ArrayFile.Read(folder["v.npy"]);
        Assert.Equal(ElementType.Complex64, written.ElementType);
        using NdArray<Complex> v = written.As<Complex>();
        for (int y = 0; y < 4; y++)
        {
            for (int x = 0; x < 5; x++) Assert.True((v[y, x] - (y + (0.1 * x))).Magnitude < 1e-6);
        }

        Assert.Equal(2, command.Json.GetProperty("padding").GetInt32());
        Assert.Equal([4e-6, 4e-6], command.Json.GetProperty("outputPitch").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void The_pitch_is_given_along_x_then_y_and_so_is_that_of_the_result()
    {
        using var folder = new TemporaryFolder();
        Random(folder, "x.npy", 8, 10, 1).Dispose();
        Command command = Run(["propagate", "--field", folder["x.npy"], "--wavelength", "0.5e-6", "--pitch", "2e-6,3e-6", "--distance", "-0.01", "--method", "fresnel-1step", "--pad", "2", "--out", folder["v.npy"], "--json"]);
        double[] pitch = [.. command.Json.GetProperty("outputPitch").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(0.5e-6 * 0.01 / (20 * 2e-6), pitch[0], 1e-15);
        Assert.Equal(0.5e-6 * 0.01 / (16 * 3e-6), pitch[1], 1e-15);
    }

    [Fact]
    public void A_plane_is_tilted_about_x_then_about_y_and_keeps_the_pitch()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["u.npy"], NdArray.Fill<double>(12, 10, (_, _) => 1));
        string[] tilted = ["--method", "tilted", "--tilt", "0.05,-0.1", "--precision", "f64", "--out", folder["v.npy"], "--json"];
        Command command = Run(["propagate", "--field", folder["u.npy"], "--wavelength", "1e-6", "--pitch", "1e-6,2e-6", "--distance", "3.25e-6", .. tilted]);
        using NdArray<Complex> v = ArrayFile.Read<Complex>(folder["v.npy"]);

        // Light along z: a point of the plane lies at z + y' sin ax cos ay - x' sin ay.
        for (int y = 0; y < 12; y++)
        {
            for (int x = 0; x < 10; x++)
            {
                double waves = 3.25 + ((y - 6) * 2 * Math.Sin(0.05) * Math.Cos(0.1)) + ((x - 5) * Math.Sin(0.1));
                Assert.True((v[y, x] - Complex.FromPolarCoordinates(1, 2 * Math.PI * waves)).Magnitude < 1e-12);
            }
        }

        Assert.Equal(1, command.Json.GetProperty("padding").GetInt32());
        Assert.Equal([1e-6, 2e-6], command.Json.GetProperty("outputPitch").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void The_window_of_the_chirp_z_transform_is_where_it_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["u.npy"], NdArray.Fill<double>(16, 16, (y, x) => y == 8 && x == 8 ? 1 : 0));
        string[] window = ["--method", "czt", "--out-pitch", "1e-6,2e-6", "--out-shape", "5,7", "--out-center", "10e-6,-20e-6"];
        Run(["propagate", "--field", folder["u.npy"], "--wavelength", "0.5e-6", "--pitch", "2e-6", "--distance", "0.001", .. window, "--precision", "f64", "--out", folder["v.npy"]]);
        using NdArray<Complex> v = ArrayFile.Read<Complex>(folder["v.npy"]);
        Assert.Equal(new Shape(5, 7), v.Shape);

        // A point on the axis lights exp(i pi (x^2 + y^2) / (l z)): compared with the point on the axis of the window.
        double Curvature(int y, int x) => Math.PI * (Math.Pow(((y - 2) * 2e-6) - 20e-6, 2) + Math.Pow(((x - 3) * 1e-6) + 10e-6, 2)) / (0.5e-6 * 0.001);
        Complex expected = Complex.FromPolarCoordinates(1, Curvature(4, 6) - Curvature(0, 1));
        Assert.True(((v[4, 6] / v[0, 1]) - expected).Magnitude < 1e-9);
    }

    [Theory]
    [InlineData("--wavelength 0 --pitch 2e-6 --distance 0.01", "--wavelength 0 must be greater than 0")]
    [InlineData("--wavelength 633e-9 --pitch 0 --distance 0.01", "--pitch takes positive numbers")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0 --method rs", "no samples at distance 0")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method sas --pad 2", "pads by itself")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --pad 0", "--pad takes auto or a whole number")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --out-pitch 1e-6", "are for fresnel-2step and czt")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method fresnel-2step --out-pitch 1e-6,3e-6", "needs czt")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method czt --out-shape 3.5,2", "--out-shape takes whole numbers")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method tilted", "--method tilted needs --tilt ax,ay, rad")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method tilted --tilt 0.1,1.6", "--tilt takes angles of less than a quarter turn, rad")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --method asm --tilt 0.1,0", "--tilt is for --method tilted, not for asm")]
    [InlineData("--wavelength 633e-9 --pitch 2e-6 --distance 0.01 --tilt 0.1,0", "--tilt is for --method tilted, not for auto")]
    public void Wrong_usage_is_one_sentence(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        Random(folder, "x.npy", 8, 8, 1).Dispose();
        Command command = Command.Run(["optics", "propagate", "--field", folder["x.npy"], .. options.Split(' '), "--out", folder["v.npy"]]);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
        Assert.Single(command.Error.TrimEnd().Split('\n'), line => !line.StartsWith("see: ", StringComparison.Ordinal));
        Assert.False(File.Exists(folder["v.npy"]));
    }

    [Fact]
    public void A_field_with_NaN_or_three_axes_is_refused()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["nan.npy"], NdArray.Fill<double>(4, 4, (y, x) => y == 2 && x == 1 ? double.NaN : 1));
        ArrayFile.Write(folder["stack.npy"], NdArray.Zeros<double>(2, 4, 4));
        string[] rest = ["--wavelength", "633e-9", "--pitch", "2e-6", "--distance", "0.01", "--out", folder["v.npy"]];
        Assert.Contains("NaN at (2, 1)", Command.Run(["optics", "propagate", "--field", folder["nan.npy"], .. rest]).Error, StringComparison.Ordinal);
        Assert.Contains("a field has the two axes [y, x]", Command.Run(["optics", "propagate", "--field", folder["stack.npy"], .. rest]).Error, StringComparison.Ordinal);
    }

    private static Command Run(string[] arguments)
    {
        Command command = Command.Run(["optics", .. arguments]);
        Assert.True(command.ExitCode == 0, command.Error);
        return command;
    }

    private static NdArray<Complex> Random(TemporaryFolder folder, string name, nint ny, nint nx, ulong seed)
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(ny, nx);
        new CounterRandom(seed, 1).FillNormal(field);
        using NdArray<Complex> kept = field.Copy();
        ArrayFile.Write(folder[name], kept);
        return field;
    }

    private static Complex Inner(NdArray<Complex> a, NdArray<Complex> b)
    {
        Complex sum = 0;
        for (int k = 0; k < a.AsReadOnlySpan().Length; k++) sum += Complex.Conjugate(a.AsReadOnlySpan()[k]) * b.AsReadOnlySpan()[k];
        return sum;
    }
}
