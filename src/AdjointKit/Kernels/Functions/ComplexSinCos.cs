using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>sin z = sin x cosh y + i cos x sinh y.</summary>
/// <remarks>
/// Each part within 3 units of its last place on a sample (float and double). Special values as in C (Annex G), but both parts are NaN where x is not finite
/// and y is not zero (C wants an infinity beside the NaN where y is infinite).
/// </remarks>
internal readonly struct ComplexSin : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        SinCos.Invoke<TLanes, TVector>(real, out TVector sine, out TVector cosine);
        Hyperbolic.SineAndCosine<TLanes, TVector>(imaginary, out TVector hyperbolicSine, out TVector hyperbolicCosine, out TVector factor);
        real = Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(sine, hyperbolicCosine), factor);
        imaginary = Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(cosine, hyperbolicSine), factor);
    }
}

/// <summary>cos z = cos x cosh y - i sin x sinh y.</summary>
/// <remarks>As <see cref="ComplexSin"/>.</remarks>
internal readonly struct ComplexCos : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        SinCos.Invoke<TLanes, TVector>(real, out TVector sine, out TVector cosine);
        Hyperbolic.SineAndCosine<TLanes, TVector>(imaginary, out TVector hyperbolicSine, out TVector hyperbolicCosine, out TVector factor);
        real = Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(cosine, hyperbolicCosine), factor);
        imaginary = Numbers<TLanes, TVector>.Negate(Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(sine, hyperbolicSine), factor));
    }
}
