using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>
/// The inner loops of the acoustic propagator, one method per rule. All of them work on rows [from, to) of the domain or on a block of a strip, and none
/// of them allocates. <see cref="PlainAcousticKernels{T}"/> is the specification; the vector twin gives the same bits.
/// </summary>
/// <remarks>
/// The second difference is sum over m of w_m ((u[-m] + u[+m]) - 2 u[0]) per axis: doubling is exact, so that a constant gives exactly zero.
/// </remarks>
internal abstract unsafe class AcousticKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected AcousticKernels(Stencil<T> stencil, PaddedLayout layout)
    {
        Stencil = stencil;
        Layout = layout;
    }

    /// <summary>How many columns a kernel does at a time; layers along z are whole multiples of it wide.</summary>
    internal abstract int Lanes { get; }

    internal Stencil<T> Stencil { get; }

    internal PaddedLayout Layout { get; }

    /// <summary>The widest kernels that this processor runs, or the plain ones.</summary>
    internal static AcousticKernels<T> Create(Stencil<T> stencil, PaddedLayout layout, bool plain) =>
        CreateForWidth(stencil, layout, plain ? 0 : Avx512F.IsSupported ? 512 : Fma.IsSupported ? 256 : 0);

    /// <summary>Kernels on registers of 512 or 256 bits, which the processor must have, or the plain ones (0).</summary>
    internal static AcousticKernels<T> CreateForWidth(Stencil<T> stencil, PaddedLayout layout, int bits) => (typeof(T) == typeof(float), bits) switch
    {
        (true, 512) => (AcousticKernels<T>)(object)ForOrder<Single512, Vector512<float>, float>((Stencil<float>)(object)stencil, layout),
        (true, 256) => (AcousticKernels<T>)(object)ForOrder<Single256, Vector256<float>, float>((Stencil<float>)(object)stencil, layout),
        (false, 512) => (AcousticKernels<T>)(object)ForOrder<Double512, Vector512<double>, double>((Stencil<double>)(object)stencil, layout),
        (false, 256) => (AcousticKernels<T>)(object)ForOrder<Double256, Vector256<double>, double>((Stencil<double>)(object)stencil, layout),
        _ => new PlainAcousticKernels<T>(stencil, layout),
    };

    /// <summary>d += c L u; next = u + d. With <paramref name="record"/>: record = L u.</summary>
    internal abstract void Forward(T* u, T* next, T* d, T* c, T* record, int from, int to);

    /// <summary>The tangent of <see cref="Forward"/>: d += c L u + dc w; next = u + d, w the complete right-hand side of the background field.</summary>
    internal abstract void Tangent(T* u, T* next, T* d, T* c, T* dc, T* w, int from, int to);

    /// <summary>
    /// The adjoint of <see cref="Forward"/> in the scaled variable p = c (sensitivity of d): ubar += L p; next = p + c ubar.
    /// With <paramref name="image"/>: image += record p.
    /// </summary>
    internal abstract void Adjoint(T* p, T* next, T* ubar, T* c, T* record, T* image, int from, int to);

    /// <summary>First pass of a layer: psi = b psi + a D u.</summary>
    internal abstract void PmlForwardMemory(in PmlBlock<T> block, T* u);

    /// <summary>Second pass of a layer: q = D psi; zeta = b zeta + a (D2 u + q); e = q + zeta; d += c e; next = u + d; record += e.</summary>
    internal abstract void PmlForwardUpdate(in PmlBlock<T> block, T* u, T* next, T* d, T* c, T* record);

    /// <summary>First adjoint pass of a layer: t = zeta + p; s = a t; zeta = b t.</summary>
    internal abstract void PmlAdjointSecond(in PmlBlock<T> block, T* p);

    /// <summary>Second adjoint pass of a layer: t = psi - D (p + s); y = a t; psi = b t.</summary>
    internal abstract void PmlAdjointFirst(in PmlBlock<T> block, T* p);

    /// <summary>Third adjoint pass of a layer: e = D2 s - D y; ubar += e; next = p + c ubar.</summary>
    internal abstract void PmlAdjointUpdate(in PmlBlock<T> block, T* p, T* next, T* ubar, T* c);

    /// <summary>target += source squared, both plain; the source is haloed.</summary>
    internal abstract void AddSquare(T* target, T* u, int from, int to);

    /// <summary>The inverse-scattering image of one time level: image -= d ubar + grad u . grad p (u, p haloed; d, ubar plain).</summary>
    internal abstract void InverseScattering(T* image, T* u, T* d, T* p, T* ubar, int from, int to);

    /// <summary>One term of a discrete Fourier transform in time: real += cosine u; imaginary += sine u.</summary>
    internal abstract void Accumulate(T* real, T* imaginary, T* u, T cosine, T sine, int from, int to);

    /// <summary>Sets the columns above a free surface to the odd image of those below it.</summary>
    internal void MirrorTop(T* field, int from, int to)
    {
        int radius = Layout.Radius;
        for (int i = from; i < to; i++)
        {
            T* row = field + ((nint)i * Layout.HaloStride);
            for (int m = 1; m <= radius; m++) row[-m] = -row[m];
        }
    }

    private static AcousticKernels<TElement> ForOrder<TOperations, TVector, TElement>(Stencil<TElement> stencil, PaddedLayout layout)
        where TOperations : struct, IVectorOperations<TVector, TElement>
        where TVector : unmanaged
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => stencil.Radius switch
        {
            1 => new VectorAcousticKernels<TOperations, TVector, TElement, Radius1>(stencil, layout),
            2 => new VectorAcousticKernels<TOperations, TVector, TElement, Radius2>(stencil, layout),
            4 => new VectorAcousticKernels<TOperations, TVector, TElement, Radius4>(stencil, layout),
            6 => new VectorAcousticKernels<TOperations, TVector, TElement, Radius6>(stencil, layout),
            _ => throw new ArgumentOutOfRangeException(nameof(stencil), stencil.Radius, "the space order must be 2, 4, 8 or 12"),
        };
}
