using AdjointKit.Arrays;

namespace AdjointKit.Waves;

/// <summary>Source signals as arrays: [time], shared by all shots and sources, or [shot, source, time].</summary>
public static class WaveletArray
{
    /// <summary>A copy of a wavelet with the samples of a time axis: a shorter one continues with zeros.</summary>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="survey">The survey whose shots and sources it drives.</param>
    /// <param name="axis">The time axis.</param>
    /// <returns>The same axes with <see cref="TimeAxis.Samples"/> along time; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape fits neither form, or the wavelet is longer than the axis.</exception>
    public static NdArray<T> Fit<T>(NdArray<T> wavelet, Survey survey, TimeAxis axis)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(survey);
        bool shared = wavelet.Rank == 1;
        if (!shared && (wavelet.Rank != 3 || wavelet.Shape[0] != survey.Shots.Count || wavelet.Shape[1] != survey.SourcesPerShot))
        {
            throw new ArgumentException($"a wavelet of shape {wavelet.Shape} does not drive {survey.Shots.Count} shots of {survey.SourcesPerShot} sources: give [time] or [{survey.Shots.Count}, {survey.SourcesPerShot}, time]", nameof(wavelet));
        }

        nint given = wavelet.Shape[-1];
        int samples = axis.Checked().Samples;
        if (given > samples) throw new ArgumentException($"the wavelet has {given} samples and the record nt {samples}: shorten the wavelet or lengthen the record", nameof(wavelet));
        NdArray<T> fitted = shared ? NdArray.Zeros<T>(samples) : NdArray.Zeros<T>(wavelet.Shape[0], wavelet.Shape[1], samples);
        wavelet.CopyTo(fitted.Slice(-1, 0, given));
        return fitted;
    }
}
