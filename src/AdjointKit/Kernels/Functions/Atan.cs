using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The arc tangent, between -pi/2 and pi/2: the angle of the point (1, x).</summary>
/// <remarks>As <see cref="Atan2"/>.</remarks>
internal readonly struct Atan : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        return Atan2.Invoke<TLanes, TVector>(x, Numbers<TLanes, TVector>.One);
    }
}
