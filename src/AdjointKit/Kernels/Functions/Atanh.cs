using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The inverse hyperbolic tangent: log(1 + 2 |x| / (1 - |x|)) / 2, the quotient in two parts, with the sign of x; NaN where |x| is above 1.</summary>
/// <remarks>At most 0.75 units of the last place from the exact value for float, 0.63 for double, on a sample.</remarks>
internal readonly struct Atanh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector size = Numbers<TLanes, TVector>.Absolute(x);
        TVector denominator = TwoParts.Sum<TLanes, TVector>(one, Numbers<TLanes, TVector>.Negate(size), out TVector denominatorLow);
        TVector quotient = TwoParts.Quotient<TLanes, TVector>(TLanes.Add(size, size), TLanes.Zero, denominator, denominatorLow, out TVector quotientLow);
        TVector result = TLanes.Multiply(TLanes.Constant(0.5f, 0.5), InverseHyperbolic.LogarithmOfOnePlus<TLanes, TVector>(quotient, quotientLow, TLanes.Zero, one));
        result = TLanes.Select(TLanes.Equal(size, one), Numbers<TLanes, TVector>.Infinity, result);
        result = TLanes.Select(TLanes.Less(one, size), Numbers<TLanes, TVector>.NotANumber, result);

        // Near 0 it is x.
        return TLanes.Select(TLanes.Less(size, TLanes.Constant(0.00012207031f, 7.450580596923828e-09)), x, TLanes.ExclusiveOr(result, Numbers<TLanes, TVector>.Sign(x)));
    }
}
