using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Waves;

/// <content>The map and, beside each of its stages, the transpose of the stage.</content>
internal sealed partial class SpectralMap
{
    /// <summary>Complex numbers of scratch beyond which series are done in several batches.</summary>
    private const int ScratchBudget = 1 << 20;

    /// <summary>Maps several series.</summary>
    /// <param name="x">[series, Size.Count].</param>
    /// <param name="y">[series, Size.OutputCount], overwritten.</param>
    /// <param name="compute">Threads and memory account.</param>
    public unsafe void Apply<T>(ReadOnlySpan<T> x, Span<T> y, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* from = x, to = y) Run(new Batches<T>(this, from, to, Series(x.Length, y.Length), transpose: false), compute);
    }

    /// <summary>The transpose of <see cref="Apply{T}"/>.</summary>
    /// <param name="y">[series, Size.OutputCount].</param>
    /// <param name="x">[series, Size.Count], overwritten.</param>
    /// <param name="compute">Threads and memory account.</param>
    public unsafe void ApplyTranspose<T>(ReadOnlySpan<T> y, Span<T> x, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* to = x, from = y) Run(new Batches<T>(this, to, from, Series(x.Length, y.Length), transpose: true), compute);
    }

    private int Series(int inputs, int outputs)
    {
        int series = inputs / Size.Count;
        if (series * Size.Count == inputs && (long)series * Size.OutputCount == outputs) return series;
        throw new ArgumentException($"{inputs} samples in and {outputs} out are not the same number of series of {Size.Count} and {Size.OutputCount} samples");
    }

    private void Run<T>(Batches<T> batches, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int pairs = (batches.Series + 1) / 2;
        int length = Size.Length;
        int phases = Size.Phases;
        int perBatch = Math.Clamp(ScratchBudget / (length * phases), 1, Math.Max(1, pairs));
        using NdArray<Complex> spectra = NdArray.Empty<Complex>(new Shape(perBatch, length), compute.Memory);
        using NdArray<Complex> phased = NdArray.Empty<Complex>(new Shape(perBatch * phases, length), compute.Memory);
        for (int first = 0; first < pairs; first += perBatch)
        {
            int count = Math.Min(perBatch, pairs - first);
            batches.Run(compute, first, count, spectra.Slice(0, 0, count), phased.Slice(0, 0, count * phases));
        }
    }

    /// <summary>out[p][+-k] = a[k] F(+-theta[k]) exp(+-2 pi i k p / (N P)): reads the gridded spectrum between its points and lays it out for the inverse transforms.</summary>
    private unsafe void Spread(Complex* spectrum, Complex* phased)
    {
        int length = Size.Length;
        int mask = length - 1;
        new Span<Complex>(phased, length * Size.Phases).Clear();
        for (int k = 0; k < gridStart.Length; k++)
        {
            Complex positive = Complex.Zero;
            Complex negative = Complex.Zero;
            int start = gridStart[k];
            for (int j = 0; j < width; j++)
            {
                double weight = gridWeights[(k * width) + j];
                Complex plus = spectrum[(start + j) & mask];
                Complex minus = spectrum[-(start + j) & mask];
                positive = new Complex(positive.Real + (weight * plus.Real), positive.Imaginary + (weight * plus.Imaginary));
                negative = new Complex(negative.Real + (weight * minus.Real), negative.Imaginary + (weight * minus.Imaginary));
            }

            Complex turn = analysisPhase[k];
            for (int p = 0; p < Size.Phases; p++)
            {
                phased[(p * length) + (k & mask)] += turn * positive;
                if (k > 0) phased[(p * length) + (-k & mask)] += Complex.Conjugate(turn) * negative;
                turn *= synthesisStep[k];
            }
        }
    }

    /// <summary>The conjugate transpose of <see cref="Spread"/>.</summary>
    private unsafe void Collect(Complex* phased, Complex* spectrum)
    {
        int length = Size.Length;
        int mask = length - 1;
        new Span<Complex>(spectrum, length).Clear();
        for (int k = 0; k < gridStart.Length; k++)
        {
            Complex positive = Complex.Zero;
            Complex negative = Complex.Zero;
            Complex turn = analysisPhase[k];
            for (int p = 0; p < Size.Phases; p++)
            {
                positive += Complex.Conjugate(turn) * phased[(p * length) + (k & mask)];
                if (k > 0) negative += turn * phased[(p * length) + (-k & mask)];
                turn *= synthesisStep[k];
            }

            int start = gridStart[k];
            for (int j = 0; j < width; j++)
            {
                double weight = gridWeights[(k * width) + j];
                Complex* plus = spectrum + ((start + j) & mask);
                *plus = new Complex(plus->Real + (weight * positive.Real), plus->Imaginary + (weight * positive.Imaginary));
                Complex* minus = spectrum + (-(start + j) & mask);
                *minus = new Complex(minus->Real + (weight * negative.Real), minus->Imaginary + (weight * negative.Imaginary));
            }
        }
    }

    /// <summary>Pairs of series through the stages: the team does whole pairs, the transforms go over all rows of a batch.</summary>
    private sealed unsafe class Batches<T> : ITeamWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly SpectralMap map;
        private readonly (int Count, int OutputCount, int Phases, int Length) size;
        private readonly T* input;
        private readonly T* output;
        private readonly bool transpose;
        private Complex* spectra;
        private Complex* phased;
        private int firstPair;
        private int pairs;
        private Stage stage;

        public Batches(SpectralMap map, T* input, T* output, int series, bool transpose)
        {
            this.map = map;
            size = (map.Size.Count, map.Size.OutputCount, map.Size.Phases, map.Size.Length);
            this.input = input;
            this.output = output;
            this.transpose = transpose;
            Series = series;
        }

        private enum Stage
        {
            Samples,
            Frequencies,
            Phases,
        }

        public int Series { get; }

        // Forward: samples, transform, frequencies, inverse transform, phases. The transpose runs them the other way; the factor N of the
        // transform's transpose and the 1/N of the inverse's cancel.
        public void Run(Compute compute, int first, int count, NdArray<Complex> spectraRows, NdArray<Complex> phasedRows)
        {
            spectra = spectraRows.Pointer;
            phased = phasedRows.Pointer;
            firstPair = first;
            pairs = count;
            TeamDo(compute, transpose ? Stage.Phases : Stage.Samples);
            BatchFourier.Forward(transpose ? phasedRows : spectraRows, compute);
            TeamDo(compute, Stage.Frequencies);
            BatchFourier.Inverse(transpose ? spectraRows : phasedRows, compute);
            TeamDo(compute, transpose ? Stage.Samples : Stage.Phases);
        }

        public void Execute(int part, int parts)
        {
            int from = (int)((long)pairs * part / parts);
            int to = (int)((long)pairs * (part + 1) / parts);
            for (int pair = from; pair < to; pair++)
            {
                Complex* spectrum = spectra + ((nint)pair * size.Length);
                Complex* rows = phased + ((nint)pair * size.Length * size.Phases);
                switch (stage)
                {
                    case Stage.Samples when transpose:
                        StoreSamples(spectrum, firstPair + pair);
                        break;
                    case Stage.Samples:
                        LoadSamples(spectrum, firstPair + pair);
                        break;
                    case Stage.Frequencies when transpose:
                        map.Collect(rows, spectrum);
                        break;
                    case Stage.Frequencies:
                        map.Spread(spectrum, rows);
                        break;
                    case Stage.Phases when transpose:
                        LoadPhases(rows, firstPair + pair);
                        break;
                    default:
                        StorePhases(rows, firstPair + pair);
                        break;
                }
            }
        }

        private void TeamDo(Compute compute, Stage next)
        {
            stage = next;
            compute.Team.Run(this, Math.Min(pairs, compute.Team.Threads));
        }

        private void LoadSamples(Complex* row, int pair)
        {
            new Span<Complex>(row, size.Length).Clear();
            T* real = input + ((nint)2 * pair * size.Count);
            bool both = (2 * pair) + 1 < Series;
            for (int n = 0; n < size.Count; n++)
            {
                double factor = map.sampleFactors[n];
                row[(n - (size.Count / 2)) & (size.Length - 1)] = new Complex(factor * double.CreateTruncating(real[n]), both ? factor * double.CreateTruncating(real[size.Count + n]) : 0);
            }
        }

        private void StoreSamples(Complex* row, int pair)
        {
            T* real = input + ((nint)2 * pair * size.Count);
            bool both = (2 * pair) + 1 < Series;
            for (int n = 0; n < size.Count; n++)
            {
                Complex sample = map.sampleFactors[n] * row[(n - (size.Count / 2)) & (size.Length - 1)];
                real[n] = T.CreateTruncating(sample.Real);
                if (both) real[size.Count + n] = T.CreateTruncating(sample.Imaginary);
            }
        }

        private void StorePhases(Complex* rows, int pair)
        {
            T* real = output + ((nint)2 * pair * size.OutputCount);
            bool both = (2 * pair) + 1 < Series;
            rows[0] = map.FirstIsZero ? Complex.Zero : rows[0];
            for (int j = 0; j < size.OutputCount; j++)
            {
                (int q, int p) = Math.DivRem(j, size.Phases);
                Complex sample = rows[((nint)p * size.Length) + q];
                real[j] = T.CreateTruncating(sample.Real);
                if (both) real[size.OutputCount + j] = T.CreateTruncating(sample.Imaginary);
            }
        }

        private void LoadPhases(Complex* rows, int pair)
        {
            new Span<Complex>(rows, size.Length * size.Phases).Clear();
            int first = map.FirstIsZero ? 1 : 0;
            T* real = output + ((nint)2 * pair * size.OutputCount);
            bool both = (2 * pair) + 1 < Series;
            for (int j = first; j < size.OutputCount; j++)
            {
                (int q, int p) = Math.DivRem(j, size.Phases);
                rows[((nint)p * size.Length) + q] = new Complex(double.CreateTruncating(real[j]), both ? double.CreateTruncating(real[size.OutputCount + j]) : 0);
            }
        }
    }
}
