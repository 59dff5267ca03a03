using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The logarithm to base 10: the natural one in two parts, divided by that of the base, so that the powers of the base have whole logarithms.</summary>
/// <remarks>At most 0.5 units of the last place from the exact value for float, 0.5 for double, on a sample.</remarks>
internal readonly struct Log10 : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        return Logarithm.Special<TLanes, TVector>(x, Logarithm.Times<TLanes, TVector>(x, TLanes.Constant(0.434294492f, 0.4342944819032518), TLanes.Constant(-1.010305e-08f, 1.098319650216765e-17)));
    }
}
