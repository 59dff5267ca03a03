using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Waves;

/// <summary>The amplitude spectrum of a wavelet: what the checks of a grid need to know about a source.</summary>
public sealed class WaveletSpectrum
{
    /// <summary>The part of the peak amplitude at which the spectrum counts as ended, unless stated: 5 %, which is 2.4 times the peak frequency of a Ricker wavelet.</summary>
    public const double DefaultThreshold = 0.05;

    private readonly double[] amplitudes;

    private WaveletSpectrum(double[] amplitudes, double frequencyStep)
    {
        this.amplitudes = amplitudes;
        FrequencyStep = frequencyStep;
    }

    /// <summary>The distance between the spectrum's samples, Hz.</summary>
    public double FrequencyStep { get; }

    /// <summary>The amplitudes from 0 Hz to the Nyquist frequency.</summary>
    public IReadOnlyList<double> Amplitudes => amplitudes;

    /// <summary>The frequency of the largest amplitude, Hz; 0 for a wavelet of zeros.</summary>
    public double PeakFrequency => amplitudes.AsSpan().IndexOf(amplitudes.Max()) * FrequencyStep;

    /// <summary>The spectrum of one or several wavelets (the root of the sum of their squared amplitudes).</summary>
    /// <param name="samples">[wavelet, time].</param>
    /// <param name="axis">Step and samples of one wavelet.</param>
    /// <param name="compute">What transforms them.</param>
    public static WaveletSpectrum Of(ReadOnlySpan<double> samples, TimeAxis axis, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        int count = axis.Checked().Samples;
        if (samples.Length == 0 || samples.Length % count != 0) throw new ArgumentException($"{samples.Length} values are not a whole number of wavelets of {count} samples", nameof(samples));

        // Four times the samples: the spectrum is then fine enough to read frequencies from its samples.
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4 * count, 256));
        var squares = new double[(length / 2) + 1];
        FourierPlan fourier = compute.Backend.PlanFourier(length);
        using NdArray<double> padded = compute.Zeros<double>(length);
        using NdArray<Complex> spectrum = compute.Empty<Complex>(squares.Length);
        for (int first = 0; first < samples.Length; first += count)
        {
            samples.Slice(first, count).CopyTo(padded.AsWritableSpan());
            fourier.ForwardReal(padded, spectrum);
            ReadOnlySpan<Complex> values = spectrum.AsReadOnlySpan();
            for (int k = 0; k < squares.Length; k++) squares[k] += (values[k].Real * values[k].Real) + (values[k].Imaginary * values[k].Imaginary);
        }

        return new WaveletSpectrum([.. squares.Select(Math.Sqrt)], 1 / (length * axis.Step));
    }

    /// <summary>The highest frequency at which the amplitude is still a given part of the largest one, Hz.</summary>
    /// <param name="threshold">The part, between 0 and 1.</param>
    public double HighestFrequency(double threshold = DefaultThreshold)
    {
        double limit = threshold * amplitudes.Max();
        for (int k = amplitudes.Length - 1; k > 0; k--)
        {
            if (amplitudes[k] >= limit && limit > 0) return k * FrequencyStep;
        }

        return 0;
    }
}
