using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Inputs;

/// <summary>
/// The source signal: <c>ricker:f[,t0[,amplitude]]</c>, which is amplitude (1 - 2a^2) exp(-a^2) with a = pi f (t - t0), t0 = 1.5/f and amplitude 1 unless
/// given; or a file [time] or [shot, source, time]. A shorter file continues with zeros, a longer one is refused.
/// </summary>
internal static class WaveletInput
{
    /// <summary>Reads [time], shared by all sources, or [shot, source, time].</summary>
    internal static NdArray<double> Read(RunContext run, string text, TimeAxis time)
    {
        if (Ricker.IsSpecification(text)) return NdArray.From<double>(Ricker.Parse(text).Sample(time));
        if (text.StartsWith("ricker", StringComparison.OrdinalIgnoreCase) && !File.Exists(text)) throw new UsageException($"--wavelet '{text}' names no frequency: write ricker:FREQUENCY[,t0[,amplitude]], as in ricker:15 (Hz)");
        using IO.AnyArray array = ArrayInput.Read(run, text);
        NdArray<double> signal = array.As<double>();
        if (signal.Rank is not (1 or 3) || signal.Count == 0) throw new UsageException($"--wavelet {text} has shape {signal.Shape}: a wavelet is [time], or [shot, source, time]");
        if (signal.Shape[-1] > time.Samples) throw new UsageException($"--wavelet {text} has {signal.Shape[-1]} samples, more than --nt {time.Samples}: cut it, or give a larger --nt");
        FiniteValues.Require($"--wavelet {text}", signal);
        return signal;
    }
}
