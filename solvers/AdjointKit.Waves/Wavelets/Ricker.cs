using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Waves;

/// <summary>The Ricker wavelet (Ricker 1953): amplitude (1 - 2 a^2) exp(-a^2), a = pi f (t - t0). Its spectrum peaks at f.</summary>
public sealed record Ricker
{
    private const string Form = "ricker:f[,t0[,amplitude]]";

    /// <summary>Makes a wavelet.</summary>
    /// <param name="frequency">f: the peak frequency, Hz.</param>
    /// <param name="delay">t0: the time of the peak, s; null: 1.5 / f.</param>
    /// <param name="amplitude">The value at the peak.</param>
    /// <exception cref="ArgumentException">A frequency that is not positive, or a number that is not finite.</exception>
    public Ricker(double frequency, double? delay = null, double amplitude = 1)
    {
        if (!(frequency > 0) || !double.IsFinite(frequency)) throw new ArgumentException($"the peak frequency {frequency} Hz of a Ricker wavelet must be a positive number");
        Frequency = frequency;
        Delay = delay ?? 1.5 / frequency;
        Amplitude = amplitude;
        if (!double.IsFinite(Delay) || !double.IsFinite(Amplitude)) throw new ArgumentException($"t0 {Delay} s and amplitude {Amplitude} of a Ricker wavelet must be finite numbers");
    }

    /// <summary>The peak frequency, Hz.</summary>
    public double Frequency { get; }

    /// <summary>The time of the peak, s.</summary>
    public double Delay { get; }

    /// <summary>The value at the peak.</summary>
    public double Amplitude { get; }

    /// <summary>Whether a text means a Ricker wavelet rather than a file.</summary>
    public static bool IsSpecification(string text) => text is not null && text.StartsWith("ricker:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>ricker:f[,t0[,amplitude]]</c>; numbers have a decimal point in every culture.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    /// <exception cref="ArgumentException">The frequency is not positive.</exception>
    public static Ricker Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsSpecification(text)) throw new FormatException($"wavelet \"{text}\" does not have the form {Form}");
        string[] parts = text["ricker:".Length..].Split(',');
        if (parts.Length > 3) throw new FormatException($"wavelet \"{text}\" has {parts.Length} numbers, and {Form} has at most 3");
        var numbers = new double[parts.Length];
        string[] names = ["the peak frequency f in Hz", "the delay t0 in s", "the amplitude"];
        for (int n = 0; n < parts.Length; n++)
        {
            if (double.TryParse(parts[n], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[n])) continue;
            throw new FormatException($"\"{parts[n]}\" in wavelet \"{text}\" is not a number for {names[n]}: the form is {Form}, with decimal points");
        }

        return new Ricker(numbers[0], numbers.Length > 1 ? numbers[1] : null, numbers.Length > 2 ? numbers[2] : 1);
    }

    /// <summary>The value at a time.</summary>
    /// <param name="time">t, s.</param>
    public double At(double time)
    {
        double a = Math.PI * Frequency * (time - Delay);
        return Amplitude * (1 - (2 * a * a)) * Math.Exp(-a * a);
    }

    /// <summary>The samples on a time axis.</summary>
    public double[] Sample(TimeAxis axis)
    {
        var samples = new double[axis.Checked().Samples];
        for (int n = 0; n < samples.Length; n++) samples[n] = At(n * axis.Step);
        return samples;
    }

    /// <summary>The samples on a time axis as a new array [time] that the caller owns.</summary>
    public NdArray<T> Sample<T>(TimeAxis axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> samples = NdArray.Empty<T>(new Shape(axis.Checked().Samples));
        Span<T> span = samples.AsWritableSpan();
        for (int n = 0; n < span.Length; n++) span[n] = T.CreateTruncating(At(n * axis.Step));
        return samples;
    }
}
