using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>The transform of one long line in memory. Immutable; the scratch is in the caller's <see cref="LongWork{TOps, TVector, T}"/>.</summary>
internal abstract unsafe class LongTransform<TOps, TVector, T>(int length)
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of points.</summary>
    internal int Length { get; } = length;

    internal static LongTransform<TOps, TVector, T> Create(int length)
    {
        if (SmoothLengths.Radices(length) is not null) return new FactoredLongTransform<TOps, TVector, T>(length);
        return new ChirpLongTransform<TOps, TVector, T>(length);
    }

    /// <summary>into = scale times the transform of x, or of x with its parts exchanged, and exchanged again; they may be the same line.</summary>
    internal abstract void Run(T* x, T* into, bool exchanged, T scale, LongWork<TOps, TVector, T> work, ThreadTeam team);
}
