using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// The transform of one length, done for as many lines as a register has lanes: no shuffles, and each lane has the bits that it would have alone.
/// Immutable; the scratch is the caller's.
/// </summary>
internal abstract unsafe class LaneTransform<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected LaneTransform(int length) => Length = length;

    /// <summary>The number of points n.</summary>
    internal int Length { get; }

    /// <summary>How many points of scratch <see cref="Run"/> uses. One more belongs to the caller (the last coefficient of a real transform).</summary>
    internal abstract int ScratchPoints { get; }

    /// <summary>Where in the scratch point j has to stand before <see cref="Run"/>; entry n is the caller's extra point.</summary>
    internal abstract int* Positions { get; }

    /// <summary>The bytes of scratch that a caller has to bring, 64-byte aligned.</summary>
    internal nint ScratchBytes => (nint)(ScratchPoints + 1) * 2 * TOps.Width * sizeof(T);

    internal static LaneTransform<TOps, TVector, T> Create(int length) =>
        SmoothLengths.Radices(length) is { } radices ? new FactoredLaneTransform<TOps, TVector, T>(length, radices) : new ChirpLaneTransform<TOps, TVector, T>(length);

    /// <summary>Transforms the points; returns where in the scratch the coefficients stand, in natural order, with room for one more.</summary>
    internal abstract T* Run(T* scratch);
}
