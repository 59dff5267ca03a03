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
    /// <summary>The spectrum of a Ricker wavelet has fallen to 5 % of its peak at 2.4 times the peak frequency.</summary>
    private const double HighestOverPeak = 2.4;

    /// <summary>Reads [time], shared by all sources, or [shot, source, time].</summary>
    internal static NdArray<double> Read(RunContext run, string text, TimeAxis time)
    {
        if (RickerOf(text) is Ricker ricker) return NdArray.From<double>(Sample(run, ricker, time));
        if (text.StartsWith("ricker", StringComparison.OrdinalIgnoreCase) && !File.Exists(text)) throw new UsageException($"--wavelet '{text}' names no frequency: write ricker:FREQUENCY[,t0[,amplitude]], as in ricker:15 (Hz)");
        using IO.AnyArray array = ArrayInput.Read(run, text);
        NdArray<double> signal = array.As<double>();
        if (signal.Rank is not (1 or 3) || signal.Count == 0) throw new UsageException($"--wavelet {text} has shape {signal.Shape}: a wavelet is [time], or [shot, source, time]");
        if (signal.Shape[-1] > time.Samples) throw new UsageException($"--wavelet {text} has {signal.Shape[-1]} samples, more than --nt {time.Samples}: cut it, or give a larger --nt");
        FiniteValues.Require($"--wavelet {text}", signal);
        return signal;
    }

    /// <summary>The Ricker wavelet that the text states, or null for a file.</summary>
    internal static Ricker? RickerOf(string text) => Ricker.IsSpecification(text) ? Ricker.Parse(text) : null;

    /// <summary>A wavelet that the step cannot sample is refused; one that the record does not hold whole gets a warning.</summary>
    private static double[] Sample(RunContext run, Ricker ricker, TimeAxis time)
    {
        double nyquist = 0.5 / time.Step;
        if (ricker.Frequency >= nyquist)
        {
            throw new UsageException($"--dt {time.Step:G6} s cannot carry a wavelet with its peak at {ricker.Frequency:G6} Hz (it samples up to {nyquist:G4} Hz): a step of at most {Step(ricker):G2} s can");
        }

        double highest = ricker.Frequency * HighestOverPeak;
        if (highest > nyquist) run.Warn($"--dt {time.Step:G6} s samples up to {nyquist:G4} Hz, the wavelet reaches {highest:G4} Hz: it is distorted; a step of at most {Step(ricker):G2} s carries it");
        double end = (time.Samples - 1) * time.Step;
        double[] samples = ricker.Sample(time);
        if (end < ricker.Delay + (1 / ricker.Frequency)) run.Warn($"the record ends at {end:G4} s, before the wavelet does (its peak is at {ricker.Delay:G4} s): give a larger --nt");
        else if (ricker.Delay < 1 / ricker.Frequency) run.Warn($"the wavelet's peak at {ricker.Delay:G4} s is so early that its beginning is cut: a delay of 1.5/f = {1.5 / ricker.Frequency:G4} s holds it whole");
        return samples;
    }

    private static double Step(Ricker ricker) => 0.5 / (ricker.Frequency * HighestOverPeak);
}
