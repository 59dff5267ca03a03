using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// Hyperbolic sine and cosine of t = e^|x| - 1: (t + t / (t + 1)) / 2 with the sign of x, and ((t + 1) + 1 / (t + 1)) / 2. They are given in two factors, of
/// which the second is 1 but where e^|x| alone would be infinite.
/// </summary>
internal static class Hyperbolic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SineAndCosine<TLanes, TVector>(TVector x, out TVector sine, out TVector cosine, out TVector factor)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector half = TLanes.Constant(0.5f, 0.5);
        TVector size = Growth.Bound<TLanes, TVector>(Numbers<TLanes, TVector>.Absolute(x), out factor);
        TVector t = Expm1.Invoke<TLanes, TVector>(size);
        TVector e = TLanes.Add(t, one);
        sine = TLanes.Multiply(half, TLanes.Add(t, TLanes.Divide(t, e)));
        sine = TLanes.Or(sine, Numbers<TLanes, TVector>.Sign(x));
        cosine = TLanes.Multiply(half, TLanes.Add(e, TLanes.Divide(one, e)));
    }
}

/// <summary>e^x in two factors where it is infinite or near that: what it is multiplied by may bring it back.</summary>
internal static class Growth
{
    /// <summary>x, bounded so that e^x is finite, and the rest of the power as a factor: 1 where x needed no bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Bound<TLanes, TVector>(TVector x, out TVector factor)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector limit = TLanes.Constant(88, 709);
        TVector large = TLanes.Less(limit, x);
        factor = Numbers<TLanes, TVector>.One;
        if (!TLanes.Any(large)) return x;
        factor = TLanes.Select(large, Exp.Invoke<TLanes, TVector>(TLanes.Subtract(x, limit)), factor);
        return TLanes.Select(large, limit, x);
    }

    /// <summary>a b, but zero wherever a factor is, whatever the other one is: with the sign of the product, for which NaN counts as positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector StrongProduct<TLanes, TVector>(TVector a, TVector b)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector zero = TLanes.Or(TLanes.Equal(a, TLanes.Zero), TLanes.Equal(b, TLanes.Zero));
        TVector sign = Numbers<TLanes, TVector>.Sign(TLanes.ExclusiveOr(TLanes.And(a, TLanes.Equal(a, a)), TLanes.And(b, TLanes.Equal(b, b))));
        return TLanes.Select(zero, sign, TLanes.Multiply(a, b));
    }
}
