using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The hyperbolic sine: with t = e^|x| - 1, in two parts, (t + t / (t + 1)) / 2 with the sign of x.</summary>
/// <remarks>At most 0.7 units of the last place from the exact value for float, 0.65 for double, on a sample.</remarks>
internal readonly struct Sinh : IFunction
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

        TVector start = TLanes.Subtract(power, one);
        TVector change = TLanes.Multiply(power, high);
        TVector t = TwoParts.Sum<TLanes, TVector>(start, change, out TVector tLow);
        tLow = TLanes.Add(tLow, TLanes.MultiplyAdd(power, low, TLanes.Subtract(TLanes.Subtract(power, start), one)));
        TVector quotient = TwoParts.Quotient<TLanes, TVector>(t, tLow, e, eLow, out TVector quotientLow);
        TVector sum = TwoParts.Sum<TLanes, TVector>(t, quotient, out TVector sumLow);
        TVector near = TLanes.Multiply(TLanes.Constant(0.5f, 0.5), TLanes.Add(sum, TLanes.Add(sumLow, TLanes.Add(tLow, quotientLow))));
        return TLanes.Or(TLanes.Select(far, distant, near), Numbers<TLanes, TVector>.Sign(x));
    }
}
