using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>a less a number of the line.</summary>
internal readonly struct LessNumber : ILineElement
{
    public static bool TakesTwo => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.Subtract(a, first);
}

/// <summary>a b, zero where a is zero.</summary>
internal readonly struct StrongProduct : ILineElement
{
    public static bool TakesTwo => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => Numbers<TLanes, TVector>.StrongProduct(a, b);
}
