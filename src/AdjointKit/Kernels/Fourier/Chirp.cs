using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>The chirp c[j] = exp(-i pi j^2 / n) and the transform of its conjugate, computed in double precision and rounded once.</summary>
internal static unsafe class Chirp
{
    /// <summary>c[j] for j below n, and the transform, divided by its length, of conj(c[j]) wrapped around a convolution length.</summary>
    internal static void Fill<T>(int length, int convolution, T* chirp, T* kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var transform = new FactoredLaneTransform<ScalarLane<double>, double, double>(convolution, SmoothLengths.Radices(convolution)!);
        Storage work = Storage.Rent(transform.ScratchBytes, null, "the chirp of a Fourier transform");
        double* scratch = (double*)work.Pointer;
        new Span<double>(scratch, checked(2 * convolution)).Clear();
        for (int j = 0; j < length; j++)
        {
            // j^2 modulo 2 n in integers: the angle would lose its digits otherwise.
            Complex value = RootsOfUnity.Root((long)j * j % (2L * length), 2L * length);
            chirp[2 * (nint)j] = T.CreateChecked(value.Real);
            chirp[(2 * (nint)j) + 1] = T.CreateChecked(value.Imaginary);
            Put(scratch, transform.Positions[j], Complex.Conjugate(value));
            if (j > 0) Put(scratch, transform.Positions[convolution - j], Complex.Conjugate(value));
        }

        transform.Run(scratch);
        for (nint k = 0; k < 2 * (nint)convolution; k++) kernel[k] = T.CreateChecked(scratch[k] / convolution);
        work.Release(work.Generation);
    }

    private static void Put(double* scratch, int position, Complex value)
    {
        scratch[2 * (nint)position] = value.Real;
        scratch[(2 * (nint)position) + 1] = value.Imaginary;
    }
}
