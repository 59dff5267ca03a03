using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// Bluestein's transform for lengths with a large prime factor: j k = (j^2 + k^2 - (k - j)^2) / 2 turns the sum into a convolution with a chirp,
/// X[k] = c[k] sum over j of (x[j] c[j]) conj(c[k - j]), c[j] = exp(-i pi j^2 / n), which two transforms of a smooth length do.
/// </summary>
internal sealed unsafe class ChirpLaneTransform<TOps, TVector, T> : LaneTransform<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FactoredLaneTransform<TOps, TVector, T> inner;
    private readonly Storage tables;
    private readonly T* chirp;
    private readonly T* kernel;

    internal ChirpLaneTransform(int length)
        : base(length)
    {
        int convolution = SmoothLengths.NextFast(checked((2 * length) - 1));
        inner = new FactoredLaneTransform<TOps, TVector, T>(convolution, SmoothLengths.Radices(convolution)!);
        tables = Storage.Rent(((nint)(length + convolution) * 2 * sizeof(T)) + ((nint)(length + 1) * sizeof(int)), null, "the chirp of a Fourier transform");
        chirp = (T*)tables.Pointer;
        kernel = chirp + (2 * (nint)length);
        Positions = (int*)(kernel + (2 * (nint)convolution));
        Chirp.Fill(length, convolution, chirp, kernel);
        for (int point = 0; point < length; point++) Positions[point] = inner.Positions[point];
        Positions[length] = ScratchPoints;
    }

    internal override int ScratchPoints => 2 * inner.Length;

    internal override int* Positions { get; }

    internal override T* Run(in LaneEnd<T> x, in LaneEnd<T> into, T* scratch)
    {
        Load(x, scratch);
        int step = LaneComplex<TOps, TVector, T>.Step;
        var zero = new LaneComplex<TOps, TVector, T>(TOps.Zero, TOps.Zero);
        T* second = scratch + ((nint)inner.Length * step);
        for (int j = 0; j < Length; j++)
        {
            T* point = scratch + ((nint)Positions[j] * step);
            LaneComplex<TOps, TVector, T>.LoadTimes(point, chirp + (2 * (nint)j)).Store(point);
        }

        for (int j = Length; j < inner.Length; j++) zero.Store(scratch + ((nint)inner.Positions[j] * step));
        inner.Run(scratch);
        for (int k = 0; k < inner.Length; k++)
        {
            LaneComplex<TOps, TVector, T>.LoadTimes(scratch + ((nint)k * step), kernel + (2 * (nint)k)).StoreExchanged(second + ((nint)inner.Positions[k] * step));
        }

        inner.Run(second);
        for (int k = 0; k < Length; k++)
        {
            var exchanged = LaneComplex<TOps, TVector, T>.Load(second + ((nint)k * step));
            T* point = scratch + ((nint)k * step);
            new LaneComplex<TOps, TVector, T>(exchanged.Imaginary, exchanged.Real).Store(point);
            LaneComplex<TOps, TVector, T>.LoadTimes(point, chirp + (2 * (nint)k)).Store(point);
        }

        Store(scratch, into);
        return scratch;
    }
}
