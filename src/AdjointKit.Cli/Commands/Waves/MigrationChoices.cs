using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary>The options of <c>rtm</c> that say how the wavefields are made into an image.</summary>
internal sealed class MigrationChoices
{
    private const string FrequencyWord = "frequency";

    private readonly Option<string?> imaging = OptionFactory.Text("--imaging", "The imaging condition [default: born]", "born|correlation|source-normalised|frequency[:f0,f1,n]|inverse-scattering");
    private readonly Option<bool> laplacian = OptionFactory.Flag("--laplacian", "Filter the image by minus the Laplacian: the smooth noise goes, the polarity stays");
    private readonly Option<double[]?> mute = OptionFactory.Numbers("--mute", "Zero the data before t0 + offset/v (direct wave), in m/s and s", "v,t0", required: false, 2);
    private readonly Option<bool> illumination = OptionFactory.Flag("--illumination", "Divide the image by the illumination sum s^2 dt");
    private readonly Option<double?> aperture = OptionFactory.Number("--aperture", "Largest horizontal distance in m from the shot at which it images", "m", above: 0);

    internal void AddTo(Command command)
    {
        Option[] own = [imaging, laplacian, mute, illumination, aperture];
        foreach (Option option in own) command.Options.Add(option);
    }

    internal MigrationOptions Read(RunContext run)
    {
        (ImagingCondition condition, FrequencyBand? band) = ParseCondition(run.Get(imaging) ?? "born");
        return new MigrationOptions
        {
            Condition = condition,
            Frequencies = band,
            Laplacian = run.Get(laplacian),
            Mute = run.Get(mute) is [double velocity, double start] ? MuteOf(velocity, start) : null,
            Illumination = run.Get(illumination),
            Aperture = run.Get(aperture),
        };
    }

    /// <summary>As with models, a velocity that no rock has is another unit.</summary>
    private static DirectWaveMute MuteOf(double velocity, double start)
    {
        if (velocity is > 0 and < ModelUnit.SlowestPlausible) throw new UsageException($"--mute {velocity:G6},{start:G6}: {velocity:G6} m/s is slower than any rock; if km/s was meant, write --mute {velocity * 1000:G6},{start:G6}");
        return new DirectWaveMute(velocity, start);
    }

    /// <summary>What the numbers of the image are, where that can be said: a division, or fields of no stated unit, leave them relative.</summary>
    internal static string ImageLabel(MigrationOptions options) => options switch
    {
        { Illumination: false, Condition: ImagingCondition.Born, Laplacian: false } => "adjoint of Born (data^2 s/m)",
        { Illumination: false, Condition: ImagingCondition.Born } => "adjoint of Born, filtered (data^2 s/m^3)",
        { Illumination: false, Condition: ImagingCondition.Correlation or ImagingCondition.Frequency } => "correlation (relative)",
        _ => "reflectivity (relative)",
    };

    private static (ImagingCondition Condition, FrequencyBand? Band) ParseCondition(string text)
    {
        switch (text)
        {
            case "born": return (ImagingCondition.Born, null);
            case "correlation": return (ImagingCondition.Correlation, null);
            case "source-normalised": return (ImagingCondition.SourceNormalised, null);
            case "inverse-scattering": return (ImagingCondition.InverseScattering, null);
            case FrequencyWord: return (ImagingCondition.Frequency, null);
        }

        if (text.StartsWith(FrequencyWord + ":", StringComparison.Ordinal)
            && NumberText.TryList(text[(FrequencyWord.Length + 1)..]) is [double first, double last, double count]
            && count >= 1 && count <= 1_000_000 && count == Math.Floor(count) && first >= 0 && last >= first)
        {
            return (ImagingCondition.Frequency, new FrequencyBand(first, last, (int)count));
        }

        throw new UsageException($"--imaging takes born, correlation, source-normalised, frequency[:f0,f1,n] (Hz, f0 <= f1) or inverse-scattering, not '{text}'");
    }
}
