using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Bluestein's transform (see <see cref="ChirpLaneTransform{TOps, TVector, T}"/>) of one long line.</summary>
internal sealed unsafe class ChirpLongTransform<TOps, TVector, T> : LongTransform<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FactoredLongTransform<TOps, TVector, T> inner;
    private readonly Storage tables;
    private readonly T* chirp;
    private readonly T* kernel;

    internal ChirpLongTransform(int length)
        : base(length)
    {
        int convolution = SmoothLengths.NextFast(checked((2 * length) - 1));
        inner = new FactoredLongTransform<TOps, TVector, T>(convolution);
        tables = Storage.Rent((nint)(length + convolution) * 2 * sizeof(T), null, "the chirp of a Fourier transform");
        chirp = (T*)tables.Pointer;
        kernel = chirp + (2 * (nint)length);
        Chirp.Fill(length, convolution, chirp, kernel);
    }

    internal override void Run(T* x, T* into, bool exchanged, T scale, LongWork<TOps, TVector, T> work, ThreadTeam team)
    {
        T* line = work.Convolution(inner.Length);
        int real = exchanged ? 1 : 0;
        for (nint j = 0; j < 2 * (nint)Length; j += 2) Multiply(x[j + real], x[j + 1 - real], chirp + j, line + j, exchanged: false, T.One);
        new Span<T>(line + (2 * (nint)Length), 2 * (inner.Length - Length)).Clear();
        inner.Run(line, line, exchanged: false, T.One, work, team);
        for (nint k = 0; k < 2 * (nint)inner.Length; k += 2) Multiply(line[k], line[k + 1], kernel + k, line + k, exchanged: false, T.One);
        inner.Run(line, line, exchanged: true, T.One, work, team);
        for (nint k = 0; k < 2 * (nint)Length; k += 2) Multiply(line[k], line[k + 1], chirp + k, into + k, exchanged, scale);
        GC.KeepAlive(this);
    }

    private static void Multiply(T real, T imaginary, T* factor, T* into, bool exchanged, T scale)
    {
        T productReal = T.FusedMultiplyAdd(real, factor[0], -(imaginary * factor[1])) * scale;
        T productImaginary = T.FusedMultiplyAdd(real, factor[1], imaginary * factor[0]) * scale;
        into[0] = exchanged ? productImaginary : productReal;
        into[1] = exchanged ? productReal : productImaginary;
    }
}
