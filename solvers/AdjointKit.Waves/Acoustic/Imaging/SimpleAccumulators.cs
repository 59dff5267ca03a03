using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Imaging;

/// <summary>Accumulates nothing: the sweep yields the sensitivity of the source signals only, and needs no record.</summary>
internal sealed class NoImage<T>(PaddedLayout layout, bool illuminate, MemoryAccount account) : ImagingAccumulator<T>(layout, image: false, illuminate, account)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override ImagingKind Kind => ImagingKind.None;

    internal override nint RecordElements => 0;
}

/// <summary>The velocity gradient: sum w p, from which dJ/dv = 2 / v sum w p. The record is w.</summary>
internal sealed unsafe class GradientImage<T>(PaddedLayout layout, bool illuminate, MemoryAccount account) : ImagingAccumulator<T>(layout, image: true, illuminate, account)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override ImagingKind Kind => ImagingKind.Acceleration;

    internal override nint RecordElements => Layout.PlainCount;

    internal override bool KeepsAcceleration => true;

    internal override T* ProductImage => Image.Pointer;
}

/// <summary>The zero-lag cross-correlation sum s r (Claerbout 1971). The record is the source wavefield.</summary>
internal sealed unsafe class CorrelationImage<T>(PaddedLayout layout, bool illuminate, MemoryAccount account) : ImagingAccumulator<T>(layout, image: true, illuminate, account)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override ImagingKind Kind => ImagingKind.Wavefield;

    internal override nint RecordElements => Layout.PlainCount;

    internal override T* ProductImage => Image.Pointer;

    internal override void Forward(AcousticKernels<T> kernels, T* u, T* record, long step, int from, int to)
    {
        base.Forward(kernels, u, record, step, from, to);
        if (record == null) return;
        nint bytes = (nint)Layout.PlainStride * sizeof(T);
        StreamingCopy.CopyRows(u + ((nint)from * Layout.HaloStride), (nint)Layout.HaloStride * sizeof(T), record + ((nint)from * Layout.PlainStride), bytes, bytes, to - from);
    }
}
