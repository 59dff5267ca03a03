using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The magnitude of a real number: its sign bit cleared.</summary>
internal readonly struct Abs : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => Numbers<TLanes, TVector>.Absolute(x);
}
