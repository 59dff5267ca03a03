using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The inverse hyperbolic cosine: with t = x - 1, log(1 + t + sqrt(t (t + 2))), in two parts; NaN below 1.</summary>
/// <remarks>At most 0.66 units of the last place from the exact value for float, 0.61 for double, on a sample.</remarks>
internal readonly struct Acosh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector large = TLanes.Less(InverseHyperbolic.Limit<TLanes, TVector>(), x);
        TVector bounded = TLanes.Select(large, one, x);
        TVector t = TwoParts.Sum<TLanes, TVector>(bounded, Numbers<TLanes, TVector>.Negate(one), out TVector tLow);
        TVector two = TLanes.Constant(2, 2);
        TVector larger = TLanes.Less(two, t);
        TVector sum = TwoParts.Sum<TLanes, TVector>(TLanes.Select(larger, t, two), TLanes.Select(larger, two, t), out TVector sumLow);
        TVector product = TwoParts.Product<TLanes, TVector>(t, sum, out TVector productLow);
        productLow = TLanes.Add(productLow, TLanes.MultiplyAdd(t, TLanes.Add(sumLow, tLow), TLanes.Multiply(tLow, sum)));
        TVector root = TwoParts.Root<TLanes, TVector>(product, productLow, out TVector rootLow);
        TVector u = TwoParts.Sum<TLanes, TVector>(root, t, out TVector uLow);
        TVector result = InverseHyperbolic.LogarithmOfOnePlus<TLanes, TVector>(u, TLanes.Add(uLow, TLanes.Add(rootLow, tLow)), large, x);
        return TLanes.Select(TLanes.Less(x, one), Numbers<TLanes, TVector>.NotANumber, result);
    }
}
