using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>sinh z = -i sin(i z).</summary>
/// <remarks>As <see cref="ComplexSin"/>.</remarks>
internal readonly struct ComplexSinh : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => ComplexSin.Invoke<TLanes, TVector>(ref imaginary, ref real);
}

/// <summary>cosh z = cos(i z).</summary>
/// <remarks>As <see cref="ComplexSin"/>.</remarks>
internal readonly struct ComplexCosh : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector turned = Numbers<TLanes, TVector>.Negate(imaginary);
        TVector turnedImaginary = real;
        ComplexCos.Invoke<TLanes, TVector>(ref turned, ref turnedImaginary);
        real = turned;
        imaginary = turnedImaginary;
    }
}
