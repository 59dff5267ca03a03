using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Polynomials by Horner's rule, each step fused. Longer ones are put together: the upper coefficients first, as the <c>rest</c> of the lower ones.</summary>
internal static class Polynomial
{
    /// <summary>c0 + x (c1 + x c2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Of<TLanes, TVector>(TVector x, double c0, double c1, double c2)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged =>
        Step<TLanes, TVector>(Step<TLanes, TVector>(TLanes.Constant((float)c2, c2), x, c1), x, c0);

    /// <summary>c0 + x (c1 + x (c2 + x c3)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Of<TLanes, TVector>(TVector x, double c0, double c1, double c2, double c3)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged =>
        Step<TLanes, TVector>(Of<TLanes, TVector>(x, c1, c2, c3), x, c0);

    /// <summary>c0 + x (c1 + x rest).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Of<TLanes, TVector>(TVector x, double c0, double c1, TVector rest)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged =>
        Step<TLanes, TVector>(Step<TLanes, TVector>(rest, x, c1), x, c0);

    /// <summary>c0 + x (c1 + x (c2 + x (c3 + x rest))).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Of<TLanes, TVector>(TVector x, double c0, double c1, double c2, double c3, TVector rest)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged =>
        Of<TLanes, TVector>(x, c0, c1, Of<TLanes, TVector>(x, c2, c3, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step<TLanes, TVector>(TVector rest, TVector x, double c)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.MultiplyAdd(rest, x, TLanes.Constant((float)c, c));
}
