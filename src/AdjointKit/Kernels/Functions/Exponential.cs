using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The reduction behind e^x and what is made of it: e^x = 2^n (1 + high + low) with n the integer next to x / ln 2. x - n ln 2 is carried in two parts (the
/// first is exact), the rest is the series of e^r - 1 for |r| up to (ln 2)/2.
/// </summary>
internal static class Exponential
{
    /// <summary>Splits e^x. |high| is at least |low|, but the two overlap: add them, or call <see cref="Normalize"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<TLanes, TVector>(TVector x, out TVector n, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector rounder = Numbers<TLanes, TVector>.Rounder;
        n = TLanes.Subtract(TLanes.MultiplyAdd(x, TLanes.Constant(1.44269502f, 1.4426950408889634), rounder), rounder);
        TVector exact = TLanes.MultiplyAdd(n, TLanes.Constant(-0.693147182f, -0.6931471805599453), x);
        TVector correction = TLanes.Multiply(n, TLanes.Constant(-1.90465421e-09f, 2.3190468138462996e-17));
        TVector r = TLanes.Subtract(exact, correction);
        Series<TLanes, TVector>(r, TLanes.Subtract(TLanes.Subtract(exact, r), correction), out high, out low);
    }

    /// <summary>e^(r + lost) = 1 + high + low for |r| up to (ln 2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Series<TLanes, TVector>(TVector r, TVector lost, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(r, 0.5, 0.166666672f, Polynomial.Of<TLanes, TVector>(r, 0.041666463f, 0.00833331048f, 0.00139337312f, 0.000198910799f))
            : Polynomial.Of<TLanes, TVector>(r, 0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333326084, Polynomial.Of<TLanes, TVector>(r, 0.0013888888888883711, 0.0001984126987500228, 2.480158732567746e-05, 2.755725517000089e-06, Polynomial.Of<TLanes, TVector>(r, 2.755727347871858e-07, 2.5105312729622103e-08, 2.09147553258932e-09)));
        high = r;
        low = TLanes.MultiplyAdd(TLanes.Multiply(r, r), series, lost);
    }

    /// <summary>Moves what fits from low to high, so that high + low = high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Normalize<TLanes, TVector>(ref TVector high, ref TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum = TLanes.Add(high, low);
        low = TLanes.Add(TLanes.Subtract(high, sum), low);
        high = sum;
    }
}
