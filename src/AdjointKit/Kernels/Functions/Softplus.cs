using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>log(1 + e^x): x, if it is positive, plus log(1 + e^-|x|).</summary>
/// <remarks>At most 1.45 units of the last place from the exact value for float, 1.12 for double, on a sample.</remarks>
internal readonly struct Softplus : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector decay = Exp.Invoke<TLanes, TVector>(Numbers<TLanes, TVector>.Negate(Numbers<TLanes, TVector>.Absolute(x)));
        return TLanes.Add(Numbers<TLanes, TVector>.AtLeast(x, TLanes.Zero), Log1p.Invoke<TLanes, TVector>(decay));
    }
}
