using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>sin(pi x) / (pi x); 1 at 0.</summary>
/// <remarks>At most 2.78 units of the last place from the exact value for float, 2.21 for double, on a sample.</remarks>
internal readonly struct Sinc : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        HalfTurns.SineAndCosine<TLanes, TVector>(Numbers<TLanes, TVector>.Absolute(x), out TVector sine, out _, out TVector sign);
        sine = TLanes.Select(TLanes.Equal(sine, TLanes.Zero), sine, TLanes.ExclusiveOr(sine, sign));
        TVector quotient = TLanes.Divide(sine, TLanes.Multiply(Numbers<TLanes, TVector>.Absolute(x), TLanes.Constant(3.14159274f, 3.141592653589793)));
        return TLanes.Select(TLanes.Equal(x, TLanes.Zero), Numbers<TLanes, TVector>.One, quotient);
    }
}
