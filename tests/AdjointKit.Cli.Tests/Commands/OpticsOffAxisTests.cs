using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary><c>optics hologram --kind offaxis</c> and <c>--kind phaseshift</c>, of a card with bars 8 mm in front of the sensor.</summary>
public class OpticsOffAxisTests
{
    private const int Size = 192;
    private const double Distance = 8e-3;
    private const string Light = "--wavelength 633e-9 --pitch 4e-6";
    private const string Steps = "0,1.5707963267948966,3.141592653589793,4.71238898038469";

    private static readonly FieldGrid Grid = new(Size, Size, 4e-6);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_side_band_that_focuses_at_positive_z_is_taken_and_printed(int side)
    {
        using var folder = new TemporaryFolder();
        Write(folder["i.npy"], side * 48, side * 40);
        Command command = Run(folder, "--kind offaxis --distance 8e-3 --pad 1 --method asm --precision f64 --out u.npy --json --hologram i.npy").MustSucceed();
        double[] band = Numbers(command, "sideband");
        Assert.Equal(side * 48, band[0], 0.2);
        Assert.Equal(side * 40, band[1], 0.2);
        Assert.Equal("offaxis", command.Json.GetProperty("kind").GetString());
        Assert.Equal(Distance, command.Json.GetProperty("distance").GetDouble());
        Assert.True(BarsAgainstCard(folder["u.npy"]) < 0.4, $"bars are {BarsAgainstCard(folder["u.npy"]):0.##} as bright as the card");
    }

    [Fact]
    public void A_stated_side_band_is_taken_whatever_it_holds()
    {
        using var folder = new TemporaryFolder();
        Write(folder["i.npy"], 48, 40);
        Command command = Run(folder, "--kind offaxis --distance 8e-3 --sideband -48,-40 --out u.npy --json --hologram i.npy").MustSucceed();
        Assert.Equal([-48.0, -40.0], Numbers(command, "sideband"));
        Assert.True(BarsAgainstCard(folder["u.npy"]) > 0.4, $"the conjugate is not in focus, but bars are {BarsAgainstCard(folder["u.npy"]):0.##} as bright as the card");
    }

    [Fact]
    public void Autofocus_and_compensation_work_on_the_wave()
    {
        using var folder = new TemporaryFolder();
        Write(folder["i.npy"], 48, 40);
        Command command = Run(folder, "--kind offaxis --autofocus 6e-3,10e-3,17 --pad 1 --compensate 2 --precision f64 --out u.npy --json --hologram i.npy").MustSucceed();
        Assert.Equal(Distance, command.Json.GetProperty("distance").GetDouble(), 3e-4);
        Assert.Equal(17, command.Json.GetProperty("focus").GetProperty("curves").GetProperty("gradient-variance").GetArrayLength());
        Assert.InRange(command.Json.GetProperty("phaseDeviation").GetDouble(), 0, 0.3);
    }

    [Theory]
    [InlineData("one file", "--hologram all.npy --phase-steps " + Steps)]
    [InlineData("several files", "--hologram i0.npy,i1.npy,i2.npy,i3.npy --phase-steps " + Steps)]
    [InlineData("unknown steps", "--hologram all.npy --phase-steps blind")]
    public void Phase_shifted_holograms_give_the_object(string name, string options)
    {
        using var folder = new TemporaryFolder();
        bool isBlind = options.Contains("blind", StringComparison.Ordinal);

        // Fringes tell unknown steps apart; they also shift what is taken back, so bars are looked at without.
        WriteShifted(folder, 4, fringes: isBlind ? 5 : 0);
        Command command = Run(folder, $"--kind phaseshift --distance 8e-3 --pad 1 --method asm --precision f64 --out u.npy --json {options}").MustSucceed();
        double[] steps = Numbers(command, "phaseSteps");
        for (int k = 0; k < 4; k++) Assert.True(Math.Abs(Math.IEEERemainder(steps[k] - (k * Math.PI / 2), 2 * Math.PI)) < (isBlind ? 0.1 : 1e-12), $"{name}: step {k} is {steps[k]}");
        if (!isBlind) Assert.Equal(0.2, BarsAgainstCard(folder["u.npy"]), 1e-9);
    }

    [Theory]
    [InlineData("--kind offaxis --hologram flat.npy --distance 8e-3", "no side band found")]
    [InlineData("--kind offaxis --hologram all.npy --distance 8e-3", "has 3 frames: --kind offaxis takes one")]
    [InlineData("--kind offaxis --hologram i0.npy --distance 8e-3 --sideband 500,0", "lies outside the spectrum")]
    [InlineData("--kind offaxis --hologram i0.npy --distance 8e-3 --sideband 40,20 --compensate 1.5", "--compensate takes a degree from 1 to 6")]
    [InlineData("--kind offaxis --hologram i0.npy --distance 8e-3 --phase-steps blind", "--phase-steps is for --kind phaseshift")]
    [InlineData("--kind phaseshift --hologram all.npy --distance 8e-3", "--kind phaseshift needs --phase-steps")]
    [InlineData("--kind phaseshift --hologram all.npy --distance 8e-3 --phase-steps 0,1", "holds 3 holograms, but --phase-steps names 2")]
    [InlineData("--kind phaseshift --hologram all.npy --distance 8e-3 --phase-steps 0,1,1", "do not determine the object")]
    [InlineData("--kind phaseshift --hologram all.npy --distance 8e-3 --phase-steps some", "--phase-steps takes numbers")]
    [InlineData("--kind phaseshift --hologram i0.npy,i0.npy,i0.npy --distance 8e-3 --phase-steps blind", "do not determine the object")]
    [InlineData("--kind phaseshift --hologram i0.npy,small.npy,i0.npy --distance 8e-3 --phase-steps blind", "holograms of one object have one size")]
    public void Wrong_use_is_one_sentence(string options, string sentence)
    {
        using var folder = new TemporaryFolder();
        WriteShifted(folder, 3);
        using NdArray<double> flat = NdArray.Fill<double>(64, 64, (_, _) => 1);
        using NdArray<double> small = NdArray.Fill<double>(20, 30, (y, x) => y + x);
        ArrayFile.Write(folder["flat.npy"], flat);
        ArrayFile.Write(folder["small.npy"], small);
        Command command = Run(folder, $"{options} --out u.npy");
        Assert.Equal(2, command.ExitCode);
        Assert.Contains(sentence, command.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["u.npy"]));
    }

    private static Command Run(TemporaryFolder folder, string options) =>
        Command.Run(["optics", "hologram", .. Light.Split(' '), .. options.Split(' ').Select(word => string.Join(',', word.Split(',').Select(part => part.EndsWith(".npy", StringComparison.Ordinal) ? folder[part] : part)))]);

    private static double[] Numbers(Command command, string name) => [.. command.Json.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>The wave at the sensor, and a reference that comes from aside.</summary>
    private static void Write(string path, int fringesY, int fringesX)
    {
        using NdArray<Complex> wave = AtSensor();
        using NdArray<double> hologram = NdArray.Fill<double>(Size, Size, (y, x) =>
            Math.Pow((wave[y, x] + Complex.FromPolarCoordinates(1, -2 * Math.PI * ((fringesY * y) + (fringesX * x)) / Size)).Magnitude, 2));
        ArrayFile.Write(path, hologram);
    }

    private static void WriteShifted(TemporaryFolder folder, int count, int fringes = 0)
    {
        using NdArray<Complex> wave = AtSensor();
        using NdArray<double> all = NdArray.Zeros<double>(count, Size, Size);
        for (int k = 0; k < count; k++)
        {
            double step = k * Math.PI / 2;
            using NdArray<double> one = NdArray.Fill<double>(Size, Size, (y, x) => Math.Pow((wave[y, x] + Complex.FromPolarCoordinates(1, step - (2 * Math.PI * fringes * x / Size))).Magnitude, 2));
            one.CopyTo(all.Select(0, k));
            ArrayFile.Write(folder[$"i{k}.npy"], one);
        }

        ArrayFile.Write(folder["all.npy"], all);
    }

    private static NdArray<Complex> AtSensor()
    {
        using NdArray<Complex> card = NdArray.Fill<Complex>(Size, Size, (y, x) => IsBar(y, x) ? 0.2 : 1);
        return new AngularSpectrum { Padding = 1 }.Plan<Complex>(Grid, 633e-9, Distance).Apply(card);
    }

    private static bool IsBar(nint y, nint x) => y is > 60 and < 130 && x is > 50 and < 140 && ((x - 50) / 16) % 2 == 0;

    /// <summary>The mean |U| of the inner part of the bars over that of the card beside them.</summary>
    private static double BarsAgainstCard(string path)
    {
        NdArray<Complex> field = ArrayFile.Read<Complex>(path);
        double Mean(Func<int, int, bool> where) => (from y in Enumerable.Range(64, 62) from x in Enumerable.Range(54, 82) where @where(y, x) select field[y, x].Magnitude).Average();
        return Mean((y, x) => IsBar(y, x - 3) && IsBar(y, x + 3)) / Mean((y, x) => !IsBar(y, x - 3) && !IsBar(y, x + 3) && !IsBar(y, x));
    }
}
