using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>The options that say what light it is, and on which grid.</summary>
internal sealed class LightOptions(string distanceDescription)
{
    private readonly Option<double?> wavelength = OptionFactory.Number("--wavelength", "Wavelength in vacuum, m", "633e-9", required: true, above: 0);
    private readonly Option<double[]?> pitch = OptionFactory.Numbers("--pitch", "Pitch of the field, m: one number, or along x and y", "dx,dy", required: true, 1, 2);
    private readonly Option<double?> distance = OptionFactory.Number("--distance", distanceDescription, "0.05", required: true);
    private readonly Option<double?> index = OptionFactory.Number("--index", "Refractive index, which divides the wavelength [default: 1]", "1.0", above: 0);
    private readonly Option<string?> pad = OptionFactory.Text("--pad", "By how much the grid is enlarged for the transforms; 1 is periodic, auto what is right for the method [default: auto]", "auto|k");

    internal void AddTo(Command command)
    {
        Option[] all = [wavelength, pitch, distance, index, pad];
        foreach (Option option in all) command.Options.Add(option);
    }

    internal double Wavelength(RunContext run) => run.Get(wavelength)!.Value;

    internal double Distance(RunContext run) => run.Get(distance)!.Value;

    internal double Index(RunContext run) => run.Get(index) ?? 1;

    /// <summary>Along y and x, m.</summary>
    /// <exception cref="UsageException">Not positive.</exception>
    internal (double Y, double X) Pitch(RunContext run)
    {
        (double y, double x) = Pair(run.Get(pitch)!);
        return y > 0 && x > 0 ? (y, x) : throw new UsageException("--pitch takes positive numbers, m");
    }

    /// <summary>Null: what is right for the method.</summary>
    /// <exception cref="UsageException">Not a whole number.</exception>
    internal int? Padding(RunContext run)
    {
        string? text = run.Get(pad);
        if (text is null or "auto") return null;
        return NumberText.TryWhole(text, out long k) && k is >= 1 and <= 64 ? (int)k : throw new UsageException($"--pad takes auto or a whole number from 1 to 64, not '{text}'");
    }

    /// <summary>One number, or two along x and y.</summary>
    internal static (double Y, double X) Pair(double[] numbers) => numbers.Length == 1 ? (numbers[0], numbers[0]) : (numbers[1], numbers[0]);
}
