using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The logarithm that the inverse hyperbolic functions come down to.</summary>
internal static class InverseHyperbolic
{
    /// <summary>log(1 + u + uLow), or log(2 size) in the lanes where <paramref name="large"/> is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector LogarithmOfOnePlus<TLanes, TVector>(TVector u, TVector uLow, TVector large, TVector size)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector beyondOne = TLanes.Less(one, u);
        TVector sum = TwoParts.Sum<TLanes, TVector>(TLanes.Select(beyondOne, u, one), TLanes.Select(beyondOne, one, u), out TVector lost);
        lost = TLanes.Add(lost, uLow);
        sum = TLanes.Select(large, size, sum);
        Logarithm.Split<TLanes, TVector>(sum, out TVector k, out TVector f);
        k = TLanes.Add(k, TLanes.And(large, one));
        lost = TLanes.Select(large, TLanes.Zero, TLanes.Divide(lost, sum));
        return Logarithm.Special<TLanes, TVector>(sum, Logarithm.Join<TLanes, TVector>(k, f, lost));
    }

    /// <summary>From here on the argument and its double are all that counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Limit<TLanes, TVector>()
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.Constant(16384, 268435456);
}
