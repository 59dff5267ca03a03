using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class OpticsRetrieveTests
{
    private const int Size = 24;

    [SkippableFact]
    public void Two_planes_follow_the_reference()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> both = NdArray.Zeros<double>(2, 256, 256);
        Reference("C1_hologram_I").CopyTo(both.Select(0, 0));
        Reference("C1_hologram_I_z2").CopyTo(both.Select(0, 1));
        ArrayFile.Write(folder["i.npy"], both);
        Command command = Command.Run("optics", "retrieve", "--intensity", folder["i.npy"], "--model", "propagate", "--wavelength", "532e-9", "--pitch", "2e-6", "--distance", "5e-3,8e-3", "--algorithm", "gs", "--iterations", "50", "--precision", "f64", "--out", folder["u.npy"], "--json").MustSucceed();
        using NdArray<double> trace = Reference("D1_gs_error");
        double[] errors = Errors(command);
        Assert.Equal(50, errors.Length);
        for (int k = 0; k < 50; k++) Assert.Equal(1, errors[k] / trace[k], 1e-8);
        Assert.Equal("gs", command.Json.GetProperty("method").GetString());
        Assert.Equal([5e-3, 8e-3], command.Json.GetProperty("distance").EnumerateArray().Select(value => value.GetDouble()));
        AssertNear(ArrayFile.Read<Complex>(SharedData.Path("oracles/optics/D1_gs_field_plane1.npy")), ArrayFile.Read<Complex>(folder["u.npy"]), 1e-8);
    }

    [SkippableTheory]
    [InlineData("cpu", 1e-4)]
    [InlineData("opencl", 1e-4)]
    public void Hybrid_input_output_with_polish_finds_the_object(string device, double tolerance)
    {
        if (device == "opencl") DeviceTests.RequireOpenCl();
        using var folder = new TemporaryFolder();
        Diffraction(folder);
        Command command = Command.Run("optics", "retrieve", "--intensity", folder["i.npy"], "--support", folder["s.npy"], "--non-negative", "--algorithm", "hio", "--beta", "0.9", "--iterations", "400", "--polish", "60", "--tries", "4", "--seed", "1", "--device", device, "--precision", "f64", "--out", folder["u.npy"], "--json").MustSucceed();
        double[] errors = Errors(command);
        Assert.Equal(460, errors.Length);
        Assert.InRange(errors[^1], 0, tolerance);
        Assert.InRange(command.Json.GetProperty("seed").GetInt32(), 1, 4);
        NdArray<Complex> field = ArrayFile.Read<Complex>(folder["u.npy"]);
        Assert.Equal(0, field[0, 0]);
    }

    [SkippableTheory]
    [InlineData("gs", "--model propagate --wavelength 0.5e-6 --pitch 2e-6 --distance 0,1e-3 --intensity two.npy --iterations 10")]
    [InlineData("af", "--masks m.npy --intensity coded.npy --iterations 20")]
    [InlineData("wirtinger", "--masks m.npy --intensity coded.npy --iterations 20")]
    [InlineData("raar", "--intensity i.npy --support s.npy --iterations 10 --start u0.npy")]
    [InlineData("dm", "--intensity i.npy --support s.npy --non-negative --iterations 10 --start u0.npy")]
    [InlineData("er", "--model propagate --wavelength 0.5e-6 --pitch 2e-6 --distance 1e-4,1e-3 --intensity two.npy --iterations 10")]
    public void A_device_finds_what_the_cpu_does(string algorithm, string options)
    {
        DeviceTests.RequireOpenCl();
        using var folder = new TemporaryFolder();
        Diffraction(folder);
        string[] given = [.. options.Split(' ').Select(text => text.EndsWith(".npy", StringComparison.Ordinal) ? folder[text] : text), "--algorithm", algorithm, "--precision", "f64", "--json"];
        Command here = Command.Run(["optics", "retrieve", .. given, "--out", folder["here.npy"]]).MustSucceed();
        Command there = Command.Run(["optics", "retrieve", .. given, "--device", "opencl", "--out", folder["there.npy"]]).MustSucceed();
        Assert.Equal("opencl:0", there.Json.GetProperty("device").GetString());
        AssertNear(ArrayFile.Read<Complex>(folder["here.npy"]), ArrayFile.Read<Complex>(folder["there.npy"]), 1e-10);
        Assert.All(Errors(here).Zip(Errors(there)), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void Amplitudes_are_the_roots_of_intensities()
    {
        using var folder = new TemporaryFolder();
        Diffraction(folder);
        string[] run = ["optics", "retrieve", "--support", folder["s.npy"], "--algorithm", "er", "--iterations", "5", "--seed", "3", "--precision", "f64"];
        Command.Run([.. run, "--intensity", folder["i.npy"], "--out", folder["u.npy"]]).MustSucceed();
        Command.Run([.. run, "--intensity", folder["a.npy"], "--amplitude", "--out", folder["v.npy"]]).MustSucceed();
        AssertNear(ArrayFile.Read<Complex>(folder["u.npy"]), ArrayFile.Read<Complex>(folder["v.npy"]), 1e-12);
    }

    [Fact]
    public void The_error_of_the_first_iteration_is_that_of_the_start()
    {
        using var folder = new TemporaryFolder();
        (NdArray<double> moduli, NdArray<Complex> truth) = Diffraction(folder);
        Command command = Command.Run("optics", "retrieve", "--intensity", folder["i.npy"], "--support", folder["s.npy"], "--start", folder["u0.npy"], "--algorithm", "hio", "--iterations", "1", "--precision", "f64", "--out", folder["u.npy"], "--json").MustSucceed();
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> start = ArrayFile.Read<Complex>(folder["u0.npy"]);
        using NdArray<Complex> spectrum = new CentredFourier<Complex>(compute, 2 * Size, 2 * Size).Apply(start);
        (double apart, double whole) = (0, 0);
        for (int k = 0; k < spectrum.AsReadOnlySpan().Length; k++)
        {
            apart += Math.Pow(moduli.AsReadOnlySpan()[k] - Complex.Abs(spectrum.AsReadOnlySpan()[k]), 2);
            whole += Math.Pow(moduli.AsReadOnlySpan()[k], 2);
        }

        Assert.Equal(Math.Sqrt(apart / whole), Errors(command)[0], 1e-12);
        Assert.Equal(truth.Shape, ArrayFile.Read<Complex>(folder["u.npy"]).Shape);
    }

    [Fact]
    public void Writes_a_report()
    {
        using var folder = new TemporaryFolder();
        Diffraction(folder);
        Command.Run("optics", "retrieve", "--intensity", folder["i.npy"], "--support", folder["s.npy"], "--iterations", "5", "--out", folder["u.npy"], "--report", folder["report"]).MustSucceed();
        string page = File.ReadAllText(Path.Combine(folder["report"], "index.html"));
        Assert.Contains("Phase retrieval", page, StringComparison.Ordinal);
        Assert.Contains("What was found: the phase.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--support all.npy", "covers everything: it tells nothing of the object")]
    [InlineData("--intensity full.npy --support s.npy", "is saturated: 100 % of its points are 255, the largest number of its type")]
    [InlineData("--algorithm af", "one plane and no --support: with any phase at all the moduli fit")]
    public void Warns(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        Command command = Command.Run(Arguments(folder, options));
        Assert.Equal(0, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "er with one plane needs --support or --non-negative: with any phase at all the moduli fit")]
    [InlineData("--algorithm gs", "has 1 plane: gs needs two or more, [plane, y, x], the object's and that of its transform")]
    [InlineData("--algorithm gs --intensity coded.npy", "has 6 planes: gs with --model fourier takes two")]
    [InlineData("--algorithm gs --intensity two.npy --support s.npy", "gs uses no --support: leave it out")]
    [InlineData("--intensity two.npy --support s.npy", "--intensity has 2 planes: --model fourier takes one, or one for each of --masks")]
    [InlineData("--model propagate", "--model propagate needs --wavelength, --pitch and --distance")]
    [InlineData("--model propagate --distance 1e-3", "--distance needs --wavelength, m")]
    [InlineData("--model propagate --distance 1e-3 --wavelength 5e-7", "--distance needs --pitch, m")]
    [InlineData("--model propagate --distance 1e-3 --wavelength 5e-7 --pitch 0", "--pitch takes positive numbers, m")]
    [InlineData("--model propagate --distance 1e-3,2e-3 --wavelength 5e-7 --pitch 2e-6", "has 1 plane, but --distance names 2")]
    [InlineData("--distance 1e-3 --wavelength 5e-7 --pitch 2e-6", "--distance is for --model propagate")]
    [InlineData("--wavelength 5e-7", "--wavelength is for light between planes: give --distance too")]
    [InlineData("--support small.npy", "has shape (3, 3), but the object has 48 x 48 points")]
    [InlineData("--support none.npy", "is 0 everywhere: it leaves the object no point")]
    [InlineData("--support s.npy --start small.npy", "--start")]
    [InlineData("--support s.npy --start u0.npy --tries 2", "--tries are random starts: leave out --start, or --tries")]
    [InlineData("--intensity negative.npy", "is -1 at (1, 2): light is not negative")]
    [InlineData("--intensity nan.npy", "is NaN at (1, 2): clean the file first")]
    [InlineData("--intensity dark.npy", "is 0 everywhere: there is no light in it")]
    [InlineData("--intensity u0.npy", "is complex: an intensity is a real number")]
    [InlineData("--intensity line.npy", "has shape (5,): intensities have the axes [y, x], or [plane, y, x]")]
    [InlineData("--algorithm gs --intensity halfdark.npy", "is 0 everywhere in plane 1: there is no light in it")]
    [InlineData("--algorithm af --non-negative", "af knows no --non-negative: leave it out, or use er, hio, raar or dm")]
    [InlineData("--algorithm af --beta 0.5", "af uses no --beta: leave it out")]
    [InlineData("--algorithm hio --beta 3 --support s.npy", "--beta 3 is out of range: it lies above 0, at most at 2")]
    [InlineData("--algorithm er --polish 3 --support s.npy", "er uses no --polish: leave it out")]
    [InlineData("--algorithm gs --intensity full.npy", "has 1 plane: gs needs two or more")]
    [InlineData("--intensity full.npy", "er with one plane needs --support or --non-negative")]
    [InlineData("--masks m.npy", "one mask for each pattern")]
    [InlineData("--algorithm magic", "--algorithm takes gs, er, hio, raar, dm, wirtinger or af, not 'magic'")]
    public void Wrong_usage_is_one_sentence(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        Command command = Command.Run(Arguments(folder, options));
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
        Assert.Single(command.Error.TrimEnd().Split('\n'), line => !line.StartsWith("see: ", StringComparison.Ordinal));
        Assert.False(File.Exists(folder["u.npy"]));
    }

    private static string[] Arguments(TemporaryFolder folder, string options)
    {
        Diffraction(folder);
        ArrayFile.Write(folder["all.npy"], NdArray.Fill<bool>(2 * Size, 2 * Size, (_, _) => true));
        ArrayFile.Write(folder["none.npy"], NdArray.Zeros<bool>(2 * Size, 2 * Size));
        ArrayFile.Write(folder["small.npy"], NdArray.Fill<double>(3, 3, (_, _) => 1));
        ArrayFile.Write(folder["full.npy"], NdArray.Fill<byte>(2 * Size, 2 * Size, (_, _) => 255));
        ArrayFile.Write(folder["negative.npy"], NdArray.Fill<double>(4, 4, (y, x) => y == 1 && x == 2 ? -1 : 1));
        ArrayFile.Write(folder["nan.npy"], NdArray.Fill<double>(4, 4, (y, x) => y == 1 && x == 2 ? double.NaN : 1));
        ArrayFile.Write(folder["dark.npy"], NdArray.Zeros<double>(4, 4));
        ArrayFile.Write(folder["halfdark.npy"], NdArray.Fill<double>(2, 16, (plane, _) => plane == 0 ? 1 : 0).Reshape(2, 4, 4));
        ArrayFile.Write(folder["line.npy"], NdArray.Zeros<double>(5));
        string[] given = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.EndsWith(".npy", StringComparison.Ordinal) ? folder[text] : text)];
        string[] intensity = given.Contains("--intensity") ? [] : ["--intensity", folder["i.npy"]];
        return ["optics", "retrieve", .. intensity, .. given, "--iterations", "3", "--out", folder["u.npy"]];
    }

    /// <summary>A square of random numbers in twice its size: its intensities, moduli, support, a start, and patterns behind six masks.</summary>
    private static (NdArray<double> Moduli, NdArray<Complex> Truth) Diffraction(TemporaryFolder folder)
    {
        using var compute = new Compute(threads: 1);
        bool Inside(nint k) => k is >= Size / 2 and < Size * 3 / 2;
        NdArray<double> numbers = NdArray.Zeros<double>(2 * Size, 2 * Size);
        new CounterRandom(7).FillUniform(numbers);
        NdArray<Complex> truth = NdArray.Fill<Complex>(2 * Size, 2 * Size, (y, x) => Inside(y) && Inside(x) ? numbers[y, x] : 0);
        NdArray<double> moduli = NdArray.Zeros<double>(2 * Size, 2 * Size);
        compute.Backend.Unary(UnaryOp.Abs, new CentredFourier<Complex>(compute, 2 * Size, 2 * Size).Apply(truth), moduli);
        ArrayFile.Write(folder["a.npy"], moduli.Copy());
        ArrayFile.Write(folder["i.npy"], NdArray.Fill<double>(2 * Size, 2 * Size, (y, x) => moduli[y, x] * moduli[y, x]));
        ArrayFile.Write(folder["s.npy"], NdArray.Fill<byte>(2 * Size, 2 * Size, (y, x) => Inside(y) && Inside(x) ? (byte)1 : (byte)0));
        ArrayFile.Write(folder["u0.npy"], NdArray.Fill<Complex>(2 * Size, 2 * Size, (y, x) => Inside(y) && Inside(x) ? new Complex(numbers[x, y], 0.1) : 0));
        NdArray<double> two = NdArray.Zeros<double>(2, 2 * Size, 2 * Size);
        new CounterRandom(2).FillUniform(two);
        ArrayFile.Write(folder["two.npy"], two);
        NdArray<Complex> masks = NdArray.Zeros<Complex>(6, 2 * Size, 2 * Size);
        new CounterRandom(3).FillNormal(masks);
        ArrayFile.Write(folder["m.npy"], masks.Copy());
        NdArray<double> coded = NdArray.Empty<double>(masks.Shape);
        compute.Backend.Unary(UnaryOp.AbsSquared, new CodedDiffraction<Complex>(compute, masks).Apply(truth), coded);
        ArrayFile.Write(folder["coded.npy"], coded);
        return (moduli, truth);
    }

    private static NdArray<double> Reference(string name) => ArrayFile.Read<double>(SharedData.Path($"oracles/optics/{name}.npy"));

    private static double[] Errors(Command command) => [.. command.Json.GetProperty("iterations").EnumerateArray().Select(entry => entry.GetProperty("error").GetDouble())];

    private static void AssertNear(NdArray<Complex> expected, NdArray<Complex> actual, double tolerance)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> difference = actual.Copy();
        compute.Backend.AddScaled(-1, expected, difference);
        Assert.InRange(Math.Sqrt(compute.Backend.Dot(difference, difference).Real / compute.Backend.Dot(expected, expected).Real), 0, tolerance);
    }
}
