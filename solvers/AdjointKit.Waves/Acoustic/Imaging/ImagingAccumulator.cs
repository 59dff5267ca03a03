using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Imaging;

/// <summary>
/// What the backward sweep accumulates where source and receiver wavefields meet, and what of the forward run it needs for it (the record). The sweep
/// itself does not change. One object serves a shot after the other; <see cref="Image"/> starts at zero for each.
/// </summary>
internal abstract unsafe class ImagingAccumulator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NdArray<T> illumination;
    private long forwardSeen;

    private protected ImagingAccumulator(PaddedLayout layout, bool image, bool illuminate, MemoryAccount account)
    {
        Layout = layout;
        if (image) Image = NdArray.Zeros<T>(new Shape(layout.PlainCount), account);
        if (illuminate) illumination = NdArray.Zeros<T>(new Shape(layout.PlainCount), account);
    }

    /// <summary>The accumulated image on the padded domain, unscaled; the default array where there is none.</summary>
    internal NdArray<T> Image { get; }

    /// <summary>sum s^2 on the padded domain; the default array where it was not asked for.</summary>
    internal NdArray<T> Illumination => illumination;

    /// <summary>What a device accumulates in its place.</summary>
    internal abstract ImagingKind Kind { get; }

    /// <summary>The elements of one step's record.</summary>
    internal abstract nint RecordElements { get; }

    /// <summary>Whether the record is the complete right-hand side w of the step.</summary>
    internal virtual bool KeepsAcceleration => false;

    /// <summary>Whether the record takes the increment at the end of the step.</summary>
    internal virtual bool KeepsIncrement => false;

    /// <summary>The image to which the adjoint kernel adds record times p; null: none.</summary>
    internal virtual T* ProductImage => null;

    private protected PaddedLayout Layout { get; }

    /// <summary>Whether the present forward step is run for the first time: recomputed steps must not count twice.</summary>
    private protected bool FirstTime { get; private set; }

    public virtual void Dispose()
    {
        Image.Dispose();
        illumination.Dispose();
    }

    internal virtual void BeginShot()
    {
        forwardSeen = 0;
        if (!illumination.IsDefault) Fields.WaveField<T>.Clear(illumination);
    }

    internal virtual void BeginForward(long step)
    {
        FirstTime = step >= forwardSeen;
        if (FirstTime) forwardSeen = step + 1;
    }

    /// <summary>Sees u[n] of rows [from, to) before the step.</summary>
    internal virtual void Forward(AcousticKernels<T> kernels, T* u, T* record, long step, int from, int to)
    {
        if (FirstTime && !illumination.IsDefault) kernels.AddSquare(illumination.Pointer, u, from, to);
    }

    /// <summary>Sees the increment of the step.</summary>
    internal virtual void KeepIncrement(T* record, T* increment, int from, int to)
    {
    }

    internal virtual void BeginAdjointSweep()
    {
        if (!Image.IsDefault) Fields.WaveField<T>.Clear(Image);
    }

    internal virtual void BeginAdjoint(long step)
    {
    }

    /// <summary>Sees the receiver wavefield p of time n, and ubar as the step after n left it.</summary>
    internal virtual void Adjoint(AcousticKernels<T> kernels, T* p, T* ubar, T* record, long step, int from, int to)
    {
    }

    /// <summary>What the adjoint kernel multiplies with p.</summary>
    internal virtual T* ProductRecord(T* record) => record;
}
