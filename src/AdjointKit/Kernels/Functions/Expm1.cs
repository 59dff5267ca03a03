using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^x - 1, to the last place near 0 too.</summary>
/// <remarks>At most 0.869 units of the last place from the exact value for every float; 0.65 for double on a dense sample.</remarks>
internal readonly struct Expm1 : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector half = TLanes.Constant(0.5f, 0.5);
        TVector bounded = Numbers<TLanes, TVector>.AtMost(x, TLanes.Constant(89, 710));
        bounded = Numbers<TLanes, TVector>.AtLeast(bounded, TLanes.Constant(-20, -40));
        Exponential.Split<TLanes, TVector>(bounded, out TVector n, out TVector high, out TVector low);
        Exponential.Normalize<TLanes, TVector>(ref high, ref low);

        // (e^x - 1)/2 = (2^(n-1) - 1/2) + 2^(n-1) high + ...: half of it, so that 2^(n-1) exists up to the largest result.
        TVector power = Numbers<TLanes, TVector>.PowerOfTwo(TLanes.Subtract(n, Numbers<TLanes, TVector>.One));
        TVector start = TLanes.Subtract(power, half);
        TVector startLow = TLanes.Select(TLanes.Less(power, half), TLanes.Zero, TLanes.Subtract(TLanes.Subtract(power, start), half));
        TVector change = TLanes.Multiply(power, high);
        TVector sum = TLanes.Add(start, change);
        TVector rest = TLanes.Add(TLanes.Add(TLanes.Subtract(start, sum), change), TLanes.MultiplyAdd(power, low, startLow));
        TVector result = TLanes.Add(sum, rest);
        result = TLanes.Add(result, result);

        // Infinity minus infinity in the rest; and e^x - 1 = x near 0, with the sign of a zero.
        result = TLanes.Select(TLanes.Less(TLanes.Constant(88.73f, 709.79), x), Numbers<TLanes, TVector>.Infinity, result);
        return TLanes.Select(TLanes.Less(Numbers<TLanes, TVector>.Absolute(x), TLanes.Constant(9.3132257e-10f, 8.6736173798840355e-19)), x, result);
    }
}
