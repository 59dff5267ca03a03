using System.Numerics;

namespace AdjointKit.Waves;

/// <summary>
/// A linear map of time series through their spectrum, with its exact transpose. The series x[0..count-1] at step dt becomes the series y at step dt / P,
/// P = <see cref="SpectralMapSize.Phases"/>, from the same first time on:
/// <code>
/// y[q P + p] = (1/N) sum_k a[k] ( F(theta[k]) exp(2 pi i k (q + p/P) / N) + complex conjugate ),   F(theta) = sum_n x[n] exp(-i theta n)
/// </code>
/// over k = 0, 1, .. (k = 0 counts once), with N a power of two of at least twice the longer series in steps of dt. With theta[k] = 2 pi k / N it is band-limited interpolation;
/// other theta[k] move the spectrum along the frequency axis. Two series are carried as the real and imaginary part of one complex series.
/// Immutable and thread-safe.
/// </summary>
internal sealed partial class SpectralMap
{
    private readonly double[] sampleFactors;
    private readonly double[] gridWeights;
    private readonly int[] gridStart;
    private readonly int width;
    private readonly Complex[] analysisPhase;
    private readonly Complex[] synthesisStep;

    private SpectralMap(SpectralMapSize size, double[] amplitude, double[] sampleFactors, int width)
    {
        Size = size;
        this.sampleFactors = sampleFactors;
        this.width = width;
        gridWeights = new double[amplitude.Length * width];
        gridStart = new int[amplitude.Length];
        analysisPhase = new Complex[amplitude.Length];
        synthesisStep = new Complex[amplitude.Length];
        for (int k = 0; k < amplitude.Length; k++)
        {
            analysisPhase[k] = amplitude[k];
            synthesisStep[k] = Complex.FromPolarCoordinates(1, 2 * Math.PI * k / ((double)size.Length * size.Phases));
        }
    }

    /// <summary>The lengths of the series and the transforms.</summary>
    public SpectralMapSize Size { get; }

    /// <summary>Whether the first sample that comes out is 0 whatever goes in.</summary>
    public bool FirstIsZero { get; private init; }

    /// <summary>Band-limited interpolation onto P samples per step: the frequencies are those of the transform; the last one is shared by both signs.</summary>
    public static SpectralMap Interpolation(SpectralMapSize size)
    {
        int length = size.Length;
        var amplitude = new double[(length / 2) + 1];
        Array.Fill(amplitude, 1);
        amplitude[^1] = 0.5;
        var ones = new double[size.Count];
        Array.Fill(ones, 1);
        var map = new SpectralMap(size, amplitude, ones, width: 1);
        for (int k = 0; k < amplitude.Length; k++)
        {
            map.gridStart[k] = k;
            map.gridWeights[k] = 1;
            map.analysisPhase[k] *= Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * (size.Count / 2) % length) / length);
        }

        return map;
    }

    /// <summary>A map whose output frequency k reads the input's spectrum at theta[k], with factor a[k].</summary>
    /// <param name="size">The lengths of the series and the transforms.</param>
    /// <param name="theta">Frequencies in radians per input sample, |theta| at most pi.</param>
    /// <param name="amplitude">a[k]; the output has no frequencies beyond these.</param>
    /// <param name="firstIsZero">Whether the first sample that comes out is 0 whatever goes in.</param>
    public static SpectralMap Warp(SpectralMapSize size, ReadOnlySpan<double> theta, ReadOnlySpan<double> amplitude, bool firstIsZero)
    {
        const int Width = KaiserBesselGridding.Width;
        var map = new SpectralMap(size, amplitude.ToArray(), KaiserBesselGridding.SampleFactors(size.Count, size.Length), Width) { FirstIsZero = firstIsZero };
        for (int k = 0; k < theta.Length; k++)
        {
            map.gridStart[k] = KaiserBesselGridding.GridWeights(theta[k] * size.Length / (2 * Math.PI), map.gridWeights.AsSpan(k * Width, Width));
            map.analysisPhase[k] *= Complex.FromPolarCoordinates(1, -theta[k] * (size.Count / 2));
        }

        return map;
    }
}

/// <summary>The lengths of a <see cref="SpectralMap"/>.</summary>
/// <param name="Count">The number of samples that go in.</param>
/// <param name="Phases">P: output samples per input step.</param>
/// <param name="OutputCount">The number of samples that come out.</param>
internal readonly record struct SpectralMapSize(int Count, int Phases, int OutputCount)
{
    /// <summary>N: the length of the transforms: a power of two of at least twice either series, so what is moved in time does not wrap around.</summary>
    public int Length => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * Math.Max(Count, ((OutputCount - 1) / Phases) + 1), 2 * KaiserBesselGridding.Width));
}
