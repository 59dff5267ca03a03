using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The arc cosine, between 0 and pi; NaN where |x| is above 1.</summary>
/// <remarks>At most 0.6 units of the last place from the exact value for float, 0.55 for double, on a sample.</remarks>
internal readonly struct Acos : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector sign = Numbers<TLanes, TVector>.Sign(x);
        ArcSine.Split<TLanes, TVector>(Numbers<TLanes, TVector>.Absolute(x), out TVector far, out TVector s, out TVector rest);
        TVector twice = TLanes.Add(s, s);
        TVector twiceRest = TLanes.Add(rest, rest);
        TVector near = ArcSine.Complement<TLanes, TVector>(TLanes.Constant(1.57079637f, 1.5707963267948966), TLanes.Constant(-4.37113883e-08f, 6.123233995736766e-17), TLanes.ExclusiveOr(s, sign), TLanes.ExclusiveOr(rest, sign));
        TVector left = ArcSine.Complement<TLanes, TVector>(TLanes.Constant(3.14159274f, 3.141592653589793), TLanes.Constant(-8.74227766e-08f, 1.2246467991473532e-16), twice, twiceRest);
        TVector distant = TLanes.Select(TLanes.Less(x, TLanes.Zero), left, TLanes.Add(twice, twiceRest));
        return TLanes.Select(far, distant, near);
    }
}
