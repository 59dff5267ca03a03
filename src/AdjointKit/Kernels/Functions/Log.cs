using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The natural logarithm.</summary>
/// <remarks>At most 0.835 units of the last place from the exact value for every float; 0.7 for double on a dense sample.</remarks>
internal readonly struct Log : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        Logarithm.Split<TLanes, TVector>(x, out TVector k, out TVector f);
        return Logarithm.Special<TLanes, TVector>(x, Logarithm.Join<TLanes, TVector>(k, f, TLanes.Zero));
    }
}
