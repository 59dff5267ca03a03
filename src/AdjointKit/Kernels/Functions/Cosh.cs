using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The hyperbolic cosine: (e + 1 / e) / 2 with e = e^|x| in two parts.</summary>
/// <remarks>At most 0.86 units of the last place from the exact value for float, 0.66 for double, on a sample.</remarks>
internal readonly struct Cosh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // Beyond the limit e^-|x| does not count; beyond the bound the result is infinite.
        TVector size = Numbers<TLanes, TVector>.Absolute(x);
        TVector far = TLanes.Less(TLanes.Constant(10, 20), size);
        TVector bounded = Numbers<TLanes, TVector>.AtMost(size, TLanes.Constant(90, 711));
        Exponential.Split<TLanes, TVector>(bounded, out TVector n, out TVector high, out TVector low);
        Exponential.Normalize<TLanes, TVector>(ref high, ref low);
        TVector one = Numbers<TLanes, TVector>.One;
        TVector significand = TwoParts.Sum<TLanes, TVector>(one, high, out TVector significandLow);
        significandLow = TLanes.Add(significandLow, low);
        TVector distant = Numbers<TLanes, TVector>.Scale(TLanes.Add(significand, significandLow), TLanes.Subtract(n, one));
        TVector power = Numbers<TLanes, TVector>.PowerOfTwo(n);
        TVector e = TLanes.Multiply(power, significand);
        TVector eLow = TLanes.Multiply(power, significandLow);

        TVector inverse = TLanes.Divide(one, e);
        TVector sum = TwoParts.Sum<TLanes, TVector>(e, inverse, out TVector sumLow);
        TVector near = TLanes.Multiply(TLanes.Constant(0.5f, 0.5), TLanes.Add(sum, TLanes.Add(sumLow, eLow)));
        return TLanes.Select(far, distant, near);
    }
}
