using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Waves;

/// <content>The map and, beside each of its stages, the transpose of the stage.</content>
internal sealed partial class SpectralMap
{
    /// <summary>Maps several series.</summary>
    /// <param name="x">[series, Size.Count].</param>
    /// <param name="y">[series, Size.OutputCount], overwritten.</param>
    /// <param name="compute">Threads and memory account.</param>
    public unsafe void Apply<T>(ReadOnlySpan<T> x, Span<T> y, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* from = x, to = y) new Pairs<T>(this, from, to, Series(x.Length, y.Length), transpose: false, compute).Run();
    }

    /// <summary>The transpose of <see cref="Apply{T}"/>.</summary>
    /// <param name="y">[series, Size.OutputCount].</param>
    /// <param name="x">[series, Size.Count], overwritten.</param>
    /// <param name="compute">Threads and memory account.</param>
    public unsafe void ApplyTranspose<T>(ReadOnlySpan<T> y, Span<T> x, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* to = x, from = y) new Pairs<T>(this, to, from, Series(x.Length, y.Length), transpose: true, compute).Run();
    }

    /// <summary>The bytes that a call charges to the memory account while it runs.</summary>
    public long ScratchBytes(int threads) => threads * (1L + Size.Phases) * Size.Length * Unsafe.SizeOf<Complex>();

    private int Series(int inputs, int outputs)
    {
        int series = inputs / Size.Count;
        if (series * Size.Count == inputs && (long)series * Size.OutputCount == outputs) return series;
        throw new ArgumentException($"{inputs} samples in and {outputs} out are not the same number of series of {Size.Count} and {Size.OutputCount} samples");
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

    /// <summary>All pairs of series, each through all stages by one thread: samples, transform, frequencies, inverse transforms, phases; the transpose the other way.</summary>
    private sealed unsafe class Pairs<T> : ITeamWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly SpectralMap map;
        private readonly (int Count, int OutputCount, int Phases, int Length) size;
        private readonly T* input;
        private readonly T* output;
        private readonly int series;
        private readonly bool transpose;
        private readonly Compute compute;
        private readonly FourierPlan fourier;

        public Pairs(SpectralMap map, T* input, T* output, int series, bool transpose, Compute compute)
        {
            this.map = map;
            size = (map.Size.Count, map.Size.OutputCount, map.Size.Phases, map.Size.Length);
            this.input = input;
            this.output = output;
            this.series = series;
            this.transpose = transpose;
            this.compute = compute;
            fourier = compute.Backend.PlanFourier(size.Length);
        }

        private int Count => (series + 1) / 2;

        public void Run()
        {
            if (series > 0) compute.Team.Run(this, Math.Min(Count, compute.Team.Threads));
        }

        public void Execute(int part, int parts)
        {
            using NdArray<Complex> spectrum = compute.Empty<Complex>(1, size.Length);
            using NdArray<Complex> rows = compute.Empty<Complex>(size.Phases, size.Length);
            int last = (int)((long)Count * (part + 1) / parts);
            for (int pair = (int)((long)Count * part / parts); pair < last; pair++)
            {
                if (transpose) Transpose(pair, spectrum, rows);
                else Forward(pair, spectrum, rows);
            }
        }

        private void Forward(int pair, NdArray<Complex> spectrum, NdArray<Complex> rows)
        {
            LoadSamples(spectrum.Pointer, pair);
            fourier.Forward(spectrum, spectrum);
            map.Spread(spectrum.Pointer, rows.Pointer);
            fourier.Inverse(rows, rows);
            StorePhases(rows.Pointer, pair);
        }

        // The transpose of the inverse transform is the forward one divided by N, that of the forward one N times the inverse: the factors cancel.
        private void Transpose(int pair, NdArray<Complex> spectrum, NdArray<Complex> rows)
        {
            LoadPhases(rows.Pointer, pair);
            fourier.Forward(rows, rows);
            map.Collect(rows.Pointer, spectrum.Pointer);
            fourier.Inverse(spectrum, spectrum);
            StoreSamples(spectrum.Pointer, pair);
        }

        private void LoadSamples(Complex* row, int pair)
        {
            new Span<Complex>(row, size.Length).Clear();
            T* real = input + ((nint)2 * pair * size.Count);
            bool both = (2 * pair) + 1 < series;
            for (int n = 0; n < size.Count; n++)
            {
                double factor = map.sampleFactors[n];
                row[(n - (size.Count / 2)) & (size.Length - 1)] = new Complex(factor * double.CreateTruncating(real[n]), both ? factor * double.CreateTruncating(real[size.Count + n]) : 0);
            }
        }

        private void StoreSamples(Complex* row, int pair)
        {
            T* real = input + ((nint)2 * pair * size.Count);
            bool both = (2 * pair) + 1 < series;
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
            bool both = (2 * pair) + 1 < series;
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
            bool both = (2 * pair) + 1 < series;
            for (int j = first; j < size.OutputCount; j++)
            {
                (int q, int p) = Math.DivRem(j, size.Phases);
                rows[((nint)p * size.Length) + q] = new Complex(double.CreateTruncating(real[j]), both ? double.CreateTruncating(real[size.OutputCount + j]) : 0);
            }
        }
    }
}
