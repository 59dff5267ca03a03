using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^z = e^x (cos y + i sin y).</summary>
/// <remarks>
/// Each part within 2 units of its last place on a sample (float and double). Special values as in C (Annex G) but for the signs of NaN and of zeros
/// whose sign C leaves open; where C wants an infinity beside a NaN (x infinite, y not finite) both parts are NaN.
/// </remarks>
internal readonly struct ComplexExp : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector size = Exp.Invoke<TLanes, TVector>(Growth.Bound<TLanes, TVector>(real, out TVector factor));
        SinCos.Invoke<TLanes, TVector>(imaginary, out TVector sine, out TVector cosine);
        real = TLanes.Multiply(Growth.StrongProduct<TLanes, TVector>(size, cosine), factor);
        imaginary = Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(size, sine), factor);
    }
}
