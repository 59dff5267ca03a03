using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^x for x that is not positive, or NaN, where denormals are flushed: the bits of <see cref="Exp"/> there, with one clamp and one power of two less.</summary>
internal readonly struct ExpOfNonPositive : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // -127 ln 2 and -1023 ln 2: from there on the result is below the smallest normal number, and the power of two below is zero.
        x = Numbers<TLanes, TVector>.AtLeast(x, TLanes.Constant(-88.03f, -709.09));
        Exponential.Split<TLanes, TVector>(x, out TVector n, out TVector high, out TVector low);
        return TLanes.Multiply(TLanes.Add(Numbers<TLanes, TVector>.One, TLanes.Add(high, low)), Numbers<TLanes, TVector>.PowerOfTwo(n));
    }
}
