using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// Random sparse signals and their data: an element is other than 0 with a probability, and then normal of variance 1; y = A x, with Gaussian noise of variance |y|^2 / (M 10^(SNR / 10)) for each
/// sample. Batch number b of a seed is the same on every machine.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class SparseSignals<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The share of elements that are other than 0, as in the papers.</summary>
    internal const double Density = 0.1;

    private const ulong Supports = 0;
    private const ulong Values = 1;
    private const ulong Noise = 2;

    private readonly Dictionary<T> dictionary;
    private readonly ulong seed;
    private readonly double probability;
    private readonly double noiseShare;
    private readonly NdArray<T> noise;
    private readonly NdArray<T> energies;

    /// <summary>Makes room for batches.</summary>
    /// <param name="dictionary">A.</param>
    /// <param name="samples">The number of samples of a batch.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="snr">The ratio of signal to noise, dB; infinite: no noise.</param>
    /// <param name="probability">The share of elements that are other than 0, above 0 and at most 1.</param>
    public SparseSignals(Dictionary<T> dictionary, nint samples, ulong seed, double snr = double.PositiveInfinity, double probability = Density)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        if (double.IsNaN(snr) || snr == double.NegativeInfinity) throw new ArgumentOutOfRangeException(nameof(snr), snr, "a ratio of signal to noise is a number of dB, or infinite");
        if (!(probability is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "the share of elements that are other than 0 is above 0 and at most 1");
        this.dictionary = dictionary;
        this.seed = seed;
        this.probability = probability;
        noiseShare = Math.Pow(10, -snr / 10) / dictionary.Rows;
        Compute compute = dictionary.Compute;
        X = compute.Empty<T>(samples, dictionary.Columns);
        Y = compute.Empty<T>(samples, dictionary.Rows);
        noise = compute.Empty<T>(Y.Shape);
        energies = compute.Empty<T>(samples, 1);
    }

    /// <summary>The signals [samples, N] of the batch.</summary>
    public NdArray<T> X { get; }

    /// <summary>Their data [samples, M].</summary>
    public NdArray<T> Y { get; }

    /// <summary>Makes a batch.</summary>
    /// <param name="number">Its number.</param>
    public void Fill(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Backend backend = dictionary.Compute.Backend;
        ulong first = (ulong)number * (ulong)X.Count;
        backend.FillNormal(X, new CounterRandom(seed, Values), first);
        using (NdArray<T> supports = dictionary.Compute.Empty<T>(X.Shape))
        {
            backend.FillBernoulli(supports, probability, new CounterRandom(seed, Supports), first);
            backend.Binary(BinaryOp.Multiply, X, supports, X);
        }

        MakeData(number);
    }

    /// <summary>Takes given signals instead of random ones, and makes their data.</summary>
    /// <param name="signals">[samples, N], in host memory.</param>
    public void Take(NdArray<T> signals)
    {
        dictionary.Compute.Backend.CopyFromHost(signals, X);
        MakeData(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        noise.Dispose();
        energies.Dispose();
    }

    private void MakeData(long number)
    {
        dictionary.Compute.Backend.MatrixMultiply(MatrixForm.Plain, X, MatrixForm.Transposed, dictionary.Matrix, accumulate: false, Y);
        if (noiseShare > 0) AddNoise(number);
    }

    private void AddNoise(long number)
    {
        Backend backend = dictionary.Compute.Backend;
        backend.Binary(BinaryOp.Multiply, Y, Y, noise);
        backend.SumTo(noise, energies);
        backend.Affine(noiseShare, energies, 0, energies);
        backend.Unary(UnaryOp.Sqrt, energies, energies);
        backend.FillNormal(noise, new CounterRandom(seed, Noise), (ulong)number * (ulong)Y.Count);
        backend.Binary(BinaryOp.Multiply, noise, energies, noise);
        backend.AddScaled(1, noise, Y);
    }
}
