using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>A wavelength in nanometres, a pitch in micrometres: every command of optics refuses it in the same sentence.</summary>
public class OpticsUnitsTests
{
    private const nint Size = 16;

    public static TheoryData<string> Commands =>
    [
        "propagate --field u.npy",
        "backpropagate --field u.npy",
        "multislice --volume n.npy --field u.npy",
        "hologram --hologram i.npy",
        "retrieve --intensity i.npy --non-negative --model propagate",
        "cgh --target i.npy",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Light_longer_than_the_field_is_refused(string command) =>
        Refused($"{command} --wavelength 633 --pitch 1e-6 --distance 1e-4", "--wavelength 633 m is longer than the field is wide, 1.6E-05 m: both are in metres (633e-9 is red light)");

    [Theory]
    [MemberData(nameof(Commands))]
    public void Points_that_no_light_crosses_are_refused(string command) =>
        Refused($"{command} --wavelength 0.5e-6 --pitch 2 --distance 1e-4", "--pitch 2 m is 4E+06 wavelengths, more than 10000, and over 0.0001 m no light gets from one point to the next: all three are in metres (2e-6 is 2 um)");

    [Theory]
    [InlineData("propagate --field u.npy --wavelength 0.5e-6 --pitch 0.04e-6 --distance 3e-6")]
    [InlineData("propagate --field u.npy --wavelength 0.5e-6 --pitch 0.2e-6,0.25e-6 --distance -3e-6")]
    [InlineData("propagate --field u.npy --wavelength 0.5e-6 --pitch 0.05 --distance 4e8")]
    [InlineData("propagate --field u.npy --wavelength 0.5e-6 --pitch 2 --distance 0")]
    [InlineData("cgh --target i.npy --wavelength 0.5e-6 --pitch 2e-6 --distance -1e-3")]
    public void What_light_can_be_is_not(string arguments)
    {
        using var folder = new TemporaryFolder();
        Run(folder, arguments).MustSucceed();
    }

    private static void Refused(string arguments, string sentence)
    {
        using var folder = new TemporaryFolder();
        Command command = Run(folder, arguments);
        command.MustRefuse();
        Assert.Equal($"error: {sentence}", command.Error.TrimEnd());
    }

    private static Command Run(TemporaryFolder folder, string arguments)
    {
        using NdArray<double> field = NdArray.Fill<double>(Size, Size, (y, x) => y == 3 && x == 5 ? 1 : 0.5);
        using NdArray<double> volume = NdArray.Fill<double>(2, Size * Size, (_, _) => 1);
        ArrayFile.Write(folder["u.npy"], field);
        ArrayFile.Write(folder["i.npy"], field);
        ArrayFile.Write(folder["n.npy"], volume.Reshape(2, Size, Size));
        string[] given = [.. arguments.Split(' ').Select(text => text.EndsWith(".npy", StringComparison.Ordinal) ? folder[text] : text)];
        return Command.Run(["optics", .. given, "--out", folder["v.npy"]]);
    }
}
