using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^x.</summary>
/// <remarks>At most 0.853 units of the last place from the exact value for every float; 0.8 for double on a dense sample.</remarks>
internal readonly struct Exp : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // Beyond these the result is infinite or zero.
        x = Numbers<TLanes, TVector>.AtMost(x, TLanes.Constant(89, 710));
        x = Numbers<TLanes, TVector>.AtLeast(x, TLanes.Constant(-105, -746));
        Exponential.Split<TLanes, TVector>(x, out TVector n, out TVector high, out TVector low);
        return Numbers<TLanes, TVector>.Scale(TLanes.Add(Numbers<TLanes, TVector>.One, TLanes.Add(high, low)), n);
    }
}
