using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>What <see cref="RealSplit{TOps, TVector, T}"/> does in lanes, for a line in memory.</summary>
internal static unsafe class LongRealSplit
{
    /// <summary>m complex coefficients to the m + 1 of the real line of n = 2 m points.</summary>
    internal static void AfterForward<T>(T* from, T* into, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint half = length / 2;
        into[0] = from[0] + from[1];
        into[1] = T.Zero;
        into[2 * half] = from[0] - from[1];
        into[(2 * half) + 1] = T.Zero;
        for (nint k = 1; k <= half / 2; k++) Join(from + (2 * k), from + (2 * (half - k)), into + (2 * k), into + (2 * (half - k)), k, length, conjugate: false);
    }

    /// <summary>The first m + 1 coefficients of a real line to the m complex ones of the half-length transform.</summary>
    internal static void BeforeInverse<T>(T* from, T* into, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint half = length / 2;
        T one = T.CreateChecked(0.5);
        into[0] = one * (from[0] + from[2 * half]);
        into[1] = one * (from[0] - from[2 * half]);
        for (nint k = 1; k <= half / 2; k++) Join(from + (2 * k), from + (2 * (half - k)), into + (2 * k), into + (2 * (half - k)), k, length, conjugate: true);
    }

    private static void Join<T>(T* low, T* high, T* first, T* second, nint k, int length, bool conjugate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Complex root = RootsOfUnity.Root(k, length);
        T turnReal = T.CreateChecked(root.Imaginary / 2);
        T turnImaginary = T.CreateChecked(conjugate ? root.Real / 2 : -root.Real / 2);
        T half = T.CreateChecked(0.5);
        T sumReal = low[0] + high[0];
        T sumImaginary = low[1] - high[1];
        T differenceReal = low[0] - high[0];
        T differenceImaginary = low[1] + high[1];
        T real = T.FusedMultiplyAdd(differenceReal, turnReal, -(differenceImaginary * turnImaginary));
        T imaginary = T.FusedMultiplyAdd(differenceReal, turnImaginary, differenceImaginary * turnReal);
        first[0] = T.FusedMultiplyAdd(half, sumReal, real);
        first[1] = T.FusedMultiplyAdd(half, sumImaginary, imaginary);
        second[0] = T.FusedMultiplyAdd(half, sumReal, -real);
        second[1] = T.FusedMultiplyAdd(-half, sumImaginary, imaginary);
    }
}
