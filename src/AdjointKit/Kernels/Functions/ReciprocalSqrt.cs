using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>1 / sqrt(x), corrected by the remainders of root and quotient.</summary>
/// <remarks>At most 1.3 units of the last place from the exact value for float, 0.88 for double, on a sample, both where x is subnormal.</remarks>
internal readonly struct ReciprocalSqrt : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector root = TLanes.SquareRoot(x);
        TVector quotient = TLanes.Divide(one, root);
        TVector rootLow = TLanes.Multiply(TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(root), root, x), TLanes.Multiply(quotient, TLanes.Constant(0.5f, 0.5)));
        TVector remainder = TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(quotient), rootLow, TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(quotient), root, one));
        TVector corrected = TLanes.MultiplyAdd(quotient, remainder, quotient);
        TVector ordinary = TLanes.And(TLanes.Less(TLanes.Zero, x), TLanes.Less(x, Numbers<TLanes, TVector>.Infinity));
        return TLanes.Select(ordinary, corrected, quotient);
    }
}
