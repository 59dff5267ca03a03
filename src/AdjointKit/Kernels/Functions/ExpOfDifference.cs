using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^(a - b), an infinite b taken as the largest finite number of its sign, so that infinity minus infinity does not come up.</summary>
internal readonly struct ExpOfDifference : IFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector a, TVector b)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        b = Numbers<TLanes, TVector>.AtMost(b, TLanes.Constant(float.MaxValue, double.MaxValue));
        b = Numbers<TLanes, TVector>.AtLeast(b, TLanes.Constant(float.MinValue, double.MinValue));
        return Exp.Invoke<TLanes, TVector>(TLanes.Subtract(a, b));
    }
}
