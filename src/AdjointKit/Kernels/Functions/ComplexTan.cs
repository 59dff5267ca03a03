using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>tan z = -i tanh(i z).</summary>
/// <remarks>Each part within 4.5 units of its last place on a sample (float and double). Special values as those of <see cref="ComplexTanh"/>.</remarks>
internal readonly struct ComplexTan : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector turned = Numbers<TLanes, TVector>.Negate(imaginary);
        TVector turnedImaginary = real;
        ComplexTanh.Invoke<TLanes, TVector>(ref turned, ref turnedImaginary);
        real = turnedImaginary;
        imaginary = Numbers<TLanes, TVector>.Negate(turned);
    }
}
