using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Imaging;

/// <summary>
/// The frequency-domain image sum over w of Re(conj(S) R), S and R the discrete Fourier transforms of source and receiver wavefields, accumulated while the
/// sweeps run: nothing of the past is kept. Over all frequencies of the record it equals the zero-lag cross-correlation (Parseval).
/// </summary>
internal sealed unsafe class FrequencyImage<T> : ImagingAccumulator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double timeStep;
    private readonly double[] frequencies;
    private readonly NdArray<T>[] source;
    private readonly NdArray<T>[] receiver;
    private readonly T[] cosines;
    private readonly T[] sines;

    /// <summary>Plans the transforms.</summary>
    internal FrequencyImage(PaddedLayout layout, ReadOnlySpan<double> frequencies, double timeStep, bool illuminate, MemoryAccount account)
        : base(layout, image: false, illuminate, account)
    {
        this.frequencies = frequencies.ToArray();
        this.timeStep = timeStep;
        cosines = new T[frequencies.Length];
        sines = new T[frequencies.Length];
        source = Fields(account);
        receiver = Fields(account);
    }

    internal override ImagingKind Kind => ImagingKind.Frequencies;

    internal override nint RecordElements => 0;

    /// <summary>The number of frequencies.</summary>
    internal int Count => frequencies.Length;

    /// <summary>The bytes that one frequency takes.</summary>
    internal static long BytesPerFrequency(PaddedLayout layout) => 4 * layout.PlainCount * sizeof(T);

    internal override void BeginShot()
    {
        base.BeginShot();
        foreach (NdArray<T> array in source) Acoustic.Fields.WaveField<T>.Clear(array);
    }

    internal override void BeginForward(long step)
    {
        base.BeginForward(step);
        SetPhases(step);
    }

    internal override void Forward(AcousticKernels<T> kernels, T* u, T* record, long step, int from, int to)
    {
        base.Forward(kernels, u, record, step, from, to);
        if (FirstTime) Transform(kernels, source, u, from, to);
    }

    internal override void BeginAdjointSweep()
    {
        base.BeginAdjointSweep();
        foreach (NdArray<T> array in receiver) Acoustic.Fields.WaveField<T>.Clear(array);
    }

    internal override void BeginAdjoint(long step) => SetPhases(step);

    /// <summary>Cosine and sine of every frequency in turn, at steps 0 to <paramref name="steps"/>.</summary>
    internal T[] Phases(long steps)
    {
        var phases = new T[(steps + 1) * 2 * frequencies.Length];
        for (long step = 0; step <= steps; step++)
        {
            SetPhases(step);
            for (int f = 0; f < frequencies.Length; f++)
            {
                phases[(((step * frequencies.Length) + f) * 2)] = cosines[f];
                phases[(((step * frequencies.Length) + f) * 2) + 1] = sines[f];
            }
        }

        return phases;
    }

    /// <summary>Takes the transforms [frequency, real and imaginary part, plain] of a wavefield as a device made them.</summary>
    internal void Take(NdArray<T> transforms, bool ofSource)
    {
        NdArray<T>[] target = ofSource ? source : receiver;
        for (int f = 0; f < target.Length; f++) transforms.Select(0, f).CopyTo(target[f]);
    }

    internal override void Adjoint(AcousticKernels<T> kernels, T* p, T* ubar, T* record, long step, int from, int to) => Transform(kernels, receiver, p, from, to);

    /// <summary>Adds weight Re(conj(S) R) at one plain index, frequency after frequency: the sum has the same bits however many passes the frequencies come in.</summary>
    internal void AddProducts(nint plain, ReadOnlySpan<double> weights, ref double sum)
    {
        for (int f = 0; f < frequencies.Length; f++)
        {
            double real = Value(source[2 * f], plain) * Value(receiver[2 * f], plain);
            double imaginary = Value(source[(2 * f) + 1], plain) * Value(receiver[(2 * f) + 1], plain);
            sum += weights[f] * (real + imaginary);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (NdArray<T> array in source) array.Dispose();
        foreach (NdArray<T> array in receiver) array.Dispose();
    }

    private static double Value(NdArray<T> array, nint plain) => double.CreateChecked(array.Pointer[plain]);

    private NdArray<T>[] Fields(MemoryAccount account)
    {
        var fields = new NdArray<T>[2 * frequencies.Length];
        for (int f = 0; f < fields.Length; f++) fields[f] = NdArray.Zeros<T>(new Shape(Layout.PlainCount), account);
        return fields;
    }

    private void SetPhases(long step)
    {
        for (int f = 0; f < frequencies.Length; f++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * frequencies[f] * timeStep * step);
            cosines[f] = T.CreateChecked(cosine);
            sines[f] = T.CreateChecked(-sine);
        }
    }

    private void Transform(AcousticKernels<T> kernels, NdArray<T>[] target, T* field, int from, int to)
    {
        for (int f = 0; f < frequencies.Length; f++) kernels.Accumulate(target[2 * f].Pointer, target[(2 * f) + 1].Pointer, field, cosines[f], sines[f], from, to);
    }
}
