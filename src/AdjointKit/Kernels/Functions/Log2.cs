using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The logarithm to base 2: the natural one in two parts, divided by that of the base, so that the powers of the base have whole logarithms.</summary>
/// <remarks>At most 0.51 units of the last place from the exact value for float, 0.5 for double, on a sample.</remarks>
internal readonly struct Log2 : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        return Logarithm.Special<TLanes, TVector>(x, Logarithm.Times<TLanes, TVector>(x, TLanes.Constant(1.44269502f, 1.4426950408889634), TLanes.Constant(1.92596303e-08f, 2.0355273740931033e-17)));
    }
}
