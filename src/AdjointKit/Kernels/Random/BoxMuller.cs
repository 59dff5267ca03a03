using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Random;

/// <summary>
/// Two independent normal numbers from two uniform ones u, v in [0, 1) (Box and Muller 1958): r cos(2 pi v) and r sin(2 pi v) with r^2 = -2 log(1 - u).
/// 1 - u lies in (0, 1], so that its logarithm is finite.
/// </summary>
internal readonly struct BoxMuller : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector logarithm = Log.Invoke<TLanes, TVector>(TLanes.Subtract(Numbers<TLanes, TVector>.One, real));
        TVector radius = TLanes.SquareRoot(TLanes.Multiply(logarithm, TLanes.Constant(-2, -2)));
        SinCos.Invoke<TLanes, TVector>(TLanes.Multiply(imaginary, TLanes.Constant(float.Tau, double.Tau)), out TVector sine, out TVector cosine);
        real = TLanes.Multiply(radius, cosine);
        imaginary = TLanes.Multiply(radius, sine);
    }
}
