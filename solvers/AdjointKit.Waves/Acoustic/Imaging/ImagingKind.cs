namespace AdjointKit.Waves.Acoustic.Imaging;

/// <summary>What a sweep accumulates, for kernels that are not called through an <see cref="ImagingAccumulator{T}"/>.</summary>
internal enum ImagingKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>sum w p, w the right-hand side of the forward step.</summary>
    Acceleration,

    /// <summary>sum u p.</summary>
    Wavefield,

    /// <summary>The inverse-scattering image.</summary>
    InverseScattering,

    /// <summary>Transforms of both wavefields.</summary>
    Frequencies,
}
