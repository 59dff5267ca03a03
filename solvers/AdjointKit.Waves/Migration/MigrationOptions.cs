namespace AdjointKit.Waves;

/// <summary>How source and receiver wavefields are made into an image.</summary>
public enum ImagingCondition
{
    /// <summary>The transpose of linearised modelling, plain: the image is the gradient with respect to the velocity (Lailly 1983; Tarantola 1984).</summary>
    Born,

    /// <summary>Zero-lag cross-correlation, sum s r dt (Claerbout 1971).</summary>
    Correlation,

    /// <summary>The cross-correlation divided by sum s^2 dt plus 1e-6 of its maximum, sums over time and shots.</summary>
    SourceNormalised,

    /// <summary>sum over w of Re(conj(S) R), over all frequencies or a band.</summary>
    Frequency,

    /// <summary>sum (1/v^2) s_t r_t - grad s . grad r: no low-wavenumber noise (Op 't Root, Stolk and de Hoop 2012).</summary>
    InverseScattering,
}

/// <summary>Equally spaced frequencies of the frequency-domain image.</summary>
/// <param name="First">The lowest, Hz.</param>
/// <param name="Last">The highest, Hz.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct FrequencyBand(double First, double Last, int Count);

/// <summary>Zeroes the data before the direct wave has passed: t &lt; StartTime + offset / Velocity, offset the horizontal distance to the nearest source of the shot.</summary>
/// <param name="Velocity">The direct wave's velocity, m/s.</param>
/// <param name="StartTime">t0, s.</param>
public readonly record struct DirectWaveMute(double Velocity, double StartTime);

/// <summary>The choices of a reverse-time migration.</summary>
public sealed record MigrationOptions
{
    /// <summary>How the wavefields are made into an image.</summary>
    public ImagingCondition Condition { get; init; } = ImagingCondition.Born;

    /// <summary>The frequencies of <see cref="ImagingCondition.Frequency"/>; null: all of them.</summary>
    public FrequencyBand? Frequencies { get; init; }

    /// <summary>Whether the image is filtered by minus the Laplacian, which removes low-wavenumber noise and keeps the polarity.</summary>
    public bool Laplacian { get; init; }

    /// <summary>Whether the image is divided by the illumination sum s^2 dt plus 1e-6 of its maximum.</summary>
    public bool Illumination { get; init; }

    /// <summary>The mute of the direct wave; null: none.</summary>
    public DirectWaveMute? Mute { get; init; }

    /// <summary>The largest horizontal distance in m from a shot's nearest source at which it images; null: no limit.</summary>
    public double? Aperture { get; init; }

    internal bool NeedsIllumination => Illumination || Condition == ImagingCondition.SourceNormalised;
}
