using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Waves;

/// <summary>
/// What stands between the samples of wavelet and data, at step dt, and the inner steps of a leapfrog simulation, h = dt / m: two linear maps along time with
/// exact transposes.
/// <para>
/// Source: samples at dt become samples at h, interpolated band-limited; with m = 1 and no correction nothing is touched. Data: the simulation's field at every
/// m-th inner step, as it is.
/// </para>
/// <para>
/// Corrected for time dispersion (Wang &amp; Xu 2015; Koene et al. 2018): leapfrog's second difference has the symbol -((2/h) sin(w h/2))^2 where the equation
/// has -w^2, so the simulation shows at the frequency w what belongs to w~ = (2/h) sin(w h/2). The source is given to it with its spectrum moved,
/// f_h(w) = f(w~(w)), and the data's spectrum is moved back, d(w) = d_h((2/h) arcsin(w h/2)). Both are exact for signals below the Nyquist frequency
/// of dt and below w h / 2 = 0.68 (a stable simulation on a grid with more than 2.3 points per wavelength stays below); from there, or from four fifths of
/// the Nyquist frequency on, the data's spectrum is faded out, and the record is made 32 samples longer than
/// the data, so that the end of a record does not ring in the data.
/// </para>
/// Arrays are [trace, time], time contiguous, float or double; the arithmetic is in double. Immutable and thread-safe.
/// </summary>
internal sealed class TimeFilter
{
    /// <summary>The part of the data's band, counted from its end, over which it is faded out.</summary>
    private const double Fade = 0.2;

    /// <summary>
    /// The largest w h / 2 that is kept. The way back delays a frequency by the factor 1 / sqrt(1 - (w h / 2)^2): at 0.866 it is 2, and what a record cut off
    /// alive holds there would wrap around the padded record.
    /// </summary>
    private const double LargestSine = 0.85;

    /// <summary>
    /// How many samples longer the record is than the data when the data are filtered. A filter of limited band rings where a record stops alive: by
    /// a quarter of the field at the last sample, 1e-2 ten samples and 1e-6 thirty samples before it. These samples take the ringing and are dropped.
    /// </summary>
    private const int ExtraSamples = 32;

    private readonly SpectralMap? source;
    private readonly SpectralMap? data;

    /// <summary>Plans the filters.</summary>
    /// <param name="axis">Step and samples of wavelet and data.</param>
    /// <param name="substeps">m, the inner steps per sample.</param>
    /// <param name="corrected">Whether time dispersion is removed.</param>
    public TimeFilter(TimeAxis axis, int substeps, bool corrected)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(substeps);
        Axis = axis.Checked();
        Substeps = substeps;
        Corrected = corrected;
        if (corrected)
        {
            source = SourceWarp(new SpectralMapSize(axis.Samples, substeps, InternalSamples));
            data = DataWarp(new SpectralMapSize(RecordedSamples, 1, axis.Samples), substeps);
        }
        else if (substeps > 1)
        {
            source = SpectralMap.Interpolation(new SpectralMapSize(axis.Samples, substeps, InternalSamples));
        }
    }

    /// <summary>Step and samples of wavelet and data.</summary>
    public TimeAxis Axis { get; }

    /// <summary>m: inner steps per sample.</summary>
    public int Substeps { get; }

    /// <summary>Whether time dispersion is removed.</summary>
    public bool Corrected { get; }

    /// <summary>The samples to record: nt, and some more where the data are filtered.</summary>
    public int RecordedSamples => Axis.Samples + (Corrected ? ExtraSamples : 0);

    /// <summary>The inner samples to compute, the first at t = 0: (RecordedSamples - 1) m + 1.</summary>
    public int InternalSamples => ((RecordedSamples - 1) * Substeps) + 1;

    /// <summary>Whether the inner samples of a source are its samples, bit for bit.</summary>
    public bool SourceIsIdentity => source is null;

    /// <summary>Whether the data are the recorded samples, bit for bit.</summary>
    public bool DataIsIdentity => data is null;

    /// <summary>The most bytes that a filter charges to the memory account while it runs.</summary>
    public long ScratchBytes(int threads) => Math.Max(source?.ScratchBytes(threads) ?? 0, data?.ScratchBytes(threads) ?? 0);

    /// <summary>Wavelets [trace, nt] to inner samples [trace, InternalSamples].</summary>
    public void SourceToInternal<T>(ReadOnlySpan<T> wavelets, Span<T> internalSamples, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source is null) wavelets.CopyTo(internalSamples);
        else source.Apply(wavelets, internalSamples, compute);
    }

    /// <summary>The transpose of <see cref="SourceToInternal{T}"/>.</summary>
    public void SourceToInternalAdjoint<T>(ReadOnlySpan<T> internalSamples, Span<T> wavelets, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source is null) internalSamples.CopyTo(wavelets);
        else source.ApplyTranspose(internalSamples, wavelets, compute);
    }

    /// <summary>The field as recorded at every m-th inner step [trace, RecordedSamples] to data [trace, nt]. A corrected first sample is 0, as u(0) is.</summary>
    public void RecordedToData<T>(ReadOnlySpan<T> recorded, Span<T> dataSamples, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (data is null) recorded.CopyTo(dataSamples);
        else data.Apply(recorded, dataSamples, compute);
    }

    /// <summary>The transpose of <see cref="RecordedToData{T}"/>.</summary>
    public void RecordedToDataAdjoint<T>(ReadOnlySpan<T> dataSamples, Span<T> recorded, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (data is null) dataSamples.CopyTo(recorded);
        else data.ApplyTranspose(dataSamples, recorded, compute);
    }

    /// <summary>f_h(w) = f((2/h) sin(w h/2)) for all w of the inner grid for which that is at most the Nyquist frequency of dt.</summary>
    private static SpectralMap SourceWarp(SpectralMapSize size)
    {
        int length = size.Length;
        int substeps = size.Phases;
        var theta = new List<double>();
        int nyquist = checked(length * substeps / 2);
        for (int k = 0; k <= nyquist; k++)
        {
            // w dt = 2 pi k / N, so w h / 2 = pi k / (N m), and w~ dt = 2 m sin(w h / 2).
            double moved = 2 * substeps * Math.Sin(Math.PI * k / ((double)length * substeps));
            if (moved > Math.PI) break;
            theta.Add(moved);
        }

        var amplitude = new double[theta.Count];
        Array.Fill(amplitude, 1);

        // The inner grid's own Nyquist frequency belongs to both signs.
        if (amplitude.Length == nyquist + 1) amplitude[^1] = 0.5;
        return SpectralMap.Warp(size, theta.ToArray(), amplitude, firstIsZero: false);
    }

    /// <summary>d(w) = d_h((2/h) arcsin(w h/2)) for all w below 2/h that read below the Nyquist frequency of dt, faded out before that limit.</summary>
    private static SpectralMap DataWarp(SpectralMapSize size, int substeps)
    {
        int length = size.Length;
        double limit = substeps * Math.Min(LargestSine, Math.Sin(Math.PI / (2.0 * substeps)));
        var theta = new List<double>();
        var amplitude = new List<double>();
        for (int k = 0; k < length / 2; k++)
        {
            // place = (w h / 2) / limit with w h / 2 = pi k / (N m); beyond sin(pi / (2 m)) the frequency to read is above the Nyquist frequency of dt.
            double place = Math.PI * k / length / limit;
            if (place >= 1) break;
            theta.Add(2 * substeps * Math.Asin(Math.PI * k / ((double)length * substeps)));
            amplitude.Add(SmoothStep((1 - place) / Fade));
        }

        return SpectralMap.Warp(size, theta.ToArray(), amplitude.ToArray(), firstIsZero: true);
    }

    /// <summary>0 below 0, 1 above 1, in between the polynomial whose first three derivatives vanish at both ends.</summary>
    private static double SmoothStep(double t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * t * t * (35 + (t * (-84 + (t * (70 - (20 * t))))));
    }
}
