using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Inputs;

/// <summary>
/// The source signal: <c>ricker:f[,t0[,amplitude]]</c>, which is amplitude (1 - 2a^2) exp(-a^2) with a = pi f (t - t0), t0 = 1.5/f and amplitude 1 unless
/// given; or a file [time] or [shot, source, time]. A shorter file continues with zeros, a longer one is refused.
/// </summary>
internal static class WaveletInput
{
    private const string RickerPrefix = "ricker:";

    /// <summary>Reads [time], shared by all sources, or [shot, source, time].</summary>
    internal static NdArray<double> Read(RunContext run, string text, TimeAxis time, Survey survey)
    {
        if (text.StartsWith(RickerPrefix, StringComparison.Ordinal)) return Ricker(text, time);
        using IO.AnyArray array = ArrayInput.Read(run, text);
        using NdArray<double> signal = array.As<double>();
        if (signal.Rank is not (1 or 3)) throw new UsageException($"--wavelet {text} has shape {signal.Shape}: a wavelet is [time], or [shot, source, time]");
        nint samples = signal.Shape[-1];
        if (samples > time.Samples) throw new UsageException($"--wavelet {text} has {samples} samples, more than --nt {time.Samples}: cut it, or give a larger --nt");
        if (samples == 0) throw new UsageException($"--wavelet {text} has no samples");
        if (signal.Rank == 3 && (signal.Shape[0] != survey.Shots.Count || signal.Shape[1] != survey.SourcesPerShot))
        {
            throw new UsageException($"--wavelet {text} has shape {signal.Shape}, but the survey has {survey.Shots.Count} shots of {survey.SourcesPerShot} sources: give [{survey.Shots.Count}, {survey.SourcesPerShot}, time], or one signal [time] for all");
        }

        return Padded(text, signal, time.Samples);
    }

    private static NdArray<double> Padded(string text, NdArray<double> signal, int samples)
    {
        ReadOnlySpan<double> source = signal.AsReadOnlySpan();
        nint given = signal.Shape[-1];
        nint rows = signal.Count / given;
        NdArray<double> whole = signal.Rank == 1 ? NdArray.Zeros<double>(samples) : NdArray.Zeros<double>(signal.Shape[0], signal.Shape[1], samples);
        Span<double> target = whole.AsWritableSpan();
        for (int row = 0; row < rows; row++)
        {
            for (int n = 0; n < given; n++)
            {
                double value = source[(int)((row * given) + n)];
                if (!double.IsFinite(value)) throw new UsageException($"--wavelet {text}: sample {n} of signal {row} is {value}");
                target[(row * samples) + n] = value;
            }
        }

        return whole;
    }

    private static NdArray<double> Ricker(string text, TimeAxis time)
    {
        double[]? values = NumberText.TryList(text[RickerPrefix.Length..]);
        if (values is not { Length: >= 1 and <= 3 } || values[0] <= 0) throw new UsageException($"--wavelet: a Ricker wavelet is ricker:f[,t0[,amplitude]] with f > 0 in Hz and t0 in s, not '{text}'");
        double frequency = values[0];
        double delay = values.Length > 1 ? values[1] : 1.5 / frequency;
        double amplitude = values.Length > 2 ? values[2] : 1;
        NdArray<double> signal = NdArray.Zeros<double>(time.Samples);
        Span<double> samples = signal.AsWritableSpan();
        for (int n = 0; n < samples.Length; n++)
        {
            double a = Math.PI * frequency * ((n * time.Step) - delay);
            samples[n] = amplitude * (1 - (2 * a * a)) * Math.Exp(-a * a);
        }

        return signal;
    }
}
