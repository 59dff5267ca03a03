using AdjointKit.Cli.Tests.Commands;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Cli.Tests.Inputs;

/// <summary>A wavelet that the step or the record cannot hold is named as the cause, with what to change.</summary>
public class WaveletWarningTests
{
    [Fact]
    public void A_peak_above_the_nyquist_frequency_is_refused() => Model("--wavelet", "ricker:300").MustRefuse("--dt 0.002", "300 Hz", "250 Hz");

    [Fact]
    public void A_band_beyond_the_nyquist_frequency_is_warned_of() => Assert.Contains(Warnings("--wavelet", "ricker:150"), text => text.Contains("samples up to 250 Hz", StringComparison.Ordinal));

    [Fact]
    public void A_record_that_ends_before_the_wavelet_is_named_and_the_grid_is_judged_by_the_whole_wavelet()
    {
        string[] warnings = Warnings("--nt", "38");
        Assert.Contains(warnings, text => text.Contains("larger --nt", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.Contains("instead of 20 Hz", StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_in_milliseconds_is_suspected() => Assert.Contains(Warnings("--nt", "3", "--dt", "0.2", "--wavelet", "ricker:1"), text => text.Contains("it is in seconds", StringComparison.Ordinal));

    [Fact]
    public void A_mute_in_kilometres_per_second_is_refused()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["rtm", .. SmallSurvey.Options(folder, "--data", data, "--mute", "1.5,0.1", "--out", folder["image.npy"])]).MustRefuse("--mute 1500,0.1");
    }

    private static string[] Warnings(params string[] changes) => [.. Model(changes).MustSucceed().Json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];

    private static Command Model(params string[] changes)
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        List<string> options = [.. SmallSurvey.Options(folder, "--json", "--quiet", "--out", folder["d.npy"])];
        for (int n = 0; n < changes.Length; n += 2) options[options.IndexOf(changes[n]) + 1] = changes[n + 1];
        return Command.Run(["wave", "model", .. options]);
    }
}
