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
    private static readonly int[] NumberOfLane = LaneColumns<TOps, TVector, T>.NumberOfLane();

    private protected LaneTransform(int length) => Length = length;

    /// <summary>The number of points n.</summary>
    internal int Length { get; }

    /// <summary>How many points of scratch <see cref="Run(T*)"/> uses. One more belongs to the caller (the last coefficient of a real transform).</summary>
    internal abstract int ScratchPoints { get; }

    /// <summary>Where in the scratch point j has to stand before <see cref="Run(T*)"/>; entry n is the caller's extra point.</summary>
    internal abstract int* Positions { get; }

    /// <summary>The bytes of scratch that a caller has to bring, 64-byte aligned.</summary>
    internal nint ScratchBytes => (nint)(ScratchPoints + 1) * 2 * TOps.Width * sizeof(T);

    internal static LaneTransform<TOps, TVector, T> Create(int length) =>
        SmoothLengths.Radices(length) is { } radices ? new FactoredLaneTransform<TOps, TVector, T>(length, radices) : new ChirpLaneTransform<TOps, TVector, T>(length);

    /// <summary>Transforms points that stand at their positions in the scratch; returns where in the scratch the coefficients stand, in natural order, with room for one more.</summary>
    internal T* Run(T* scratch) => Run(LaneEnd<T>.Scratch, LaneEnd<T>.Scratch, scratch);

    /// <summary>Reads the points, transforms them and writes the coefficients; returns where these stand if that is in the scratch.</summary>
    internal abstract T* Run(in LaneEnd<T> x, in LaneEnd<T> into, T* scratch);

    /// <summary>Reads points to their positions.</summary>
    private protected void Load(in LaneEnd<T> x, T* scratch)
    {
        nint* offsets = stackalloc nint[TOps.Width];
        switch (x.Layout)
        {
            case LaneLayout.Lines:
                for (int lane = 0; lane < TOps.Width; lane++) offsets[lane] = Math.Min(NumberOfLane[lane], x.Count - 1) * x.Stride;
                LaneLines<TOps, TVector, T>.Load(x.Pointer, offsets, Length, Positions, scratch, x.IsExchanged);
                break;
            case LaneLayout.Columns:
                LaneColumns<TOps, TVector, T>.Load(x.Pointer, x.Stride, Length, x.Count, Positions, scratch, x.IsExchanged);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes coefficients that stand in the scratch.</summary>
    private protected void Store(T* scratch, in LaneEnd<T> into)
    {
        if (into.Layout == LaneLayout.Scratch) return;
        if (into.Twiddles is null) LaneColumns<TOps, TVector, T>.Store(scratch, Length, into.Count, into.Factor, into.Pointer, into.Stride, into.IsExchanged);
        else LaneColumns<TOps, TVector, T>.StoreTurned(scratch, Length, into.Count, into.Twiddles, into.Pointer, into.Stride);
    }
}
