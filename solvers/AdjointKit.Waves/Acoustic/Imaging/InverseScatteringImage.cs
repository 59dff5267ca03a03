using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Imaging;

/// <summary>
/// The inverse-scattering image sum (1/v^2) s_t r_t - grad s . grad r (Op 't Root, Stolk &amp; de Hoop 2012): waves that travel the same way cancel, so that
/// the low-wavenumber noise of the cross-correlation is gone. The time derivatives stand half a step after n: with the increments d and c ubar of the two
/// fields, (1/v^2) s_t r_t = -d ubar. The record is the haloed source wavefield and its increment.
/// </summary>
internal sealed unsafe class InverseScatteringImage<T>(PaddedLayout layout, bool illuminate, MemoryAccount account) : ImagingAccumulator<T>(layout, image: true, illuminate, account)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override ImagingKind Kind => ImagingKind.InverseScattering;

    internal override nint RecordElements => Layout.HaloCount + Layout.PlainCount;

    internal override bool KeepsIncrement => true;

    internal override void Forward(AcousticKernels<T> kernels, T* u, T* record, long step, int from, int to)
    {
        base.Forward(kernels, u, record, step, from, to);
        if (record == null) return;

        // The first and the last rows take the halo along.
        int firstRow = from == 0 ? -Layout.Radius : from;
        int lastRow = to == Layout.Nx ? to + Layout.Radius : to;
        nint bytes = (nint)(lastRow - firstRow) * Layout.HaloStride * sizeof(T);
        nint offset = ((nint)firstRow * Layout.HaloStride) - PaddedLayout.HaloColumns;
        StreamingCopy.Copy(u + offset, record + Layout.HaloOrigin + offset, bytes);
    }

    internal override void KeepIncrement(T* record, T* increment, int from, int to)
    {
        nint bytes = (nint)(to - from) * Layout.PlainStride * sizeof(T);
        nint offset = (nint)from * Layout.PlainStride;
        StreamingCopy.Copy(increment + offset, record + Layout.HaloCount + offset, bytes);
    }

    internal override void Adjoint(AcousticKernels<T> kernels, T* p, T* ubar, T* record, long step, int from, int to) =>
        kernels.InverseScattering(Image.Pointer, record + Layout.HaloOrigin, record + Layout.HaloCount, p, ubar, from, to);
}
