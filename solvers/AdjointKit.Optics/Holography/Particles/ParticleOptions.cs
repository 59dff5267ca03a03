namespace AdjointKit.Optics;

/// <summary>What counts as a particle.</summary>
public sealed record ParticleOptions
{
    /// <summary>What the particles do to light.</summary>
    public ParticleKind Kind { get; init; }

    /// <summary>
    /// How deep a shadow must be in some plane, from 0 to 1 for an opaque particle; null: <see cref="Deviations"/> standard deviations above the median of the projection, but from 0.35 to 0.45 for opaque particles and from 0.25 on for transparent ones.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>How far a particle stands out of the noise, in standard deviations as the median absolute deviation gives them.</summary>
    public double Deviations { get; init; } = 4;

    /// <summary>Particles of a smaller diameter are left out, m; null: three points.</summary>
    public double? SmallestDiameter { get; init; }

    internal void Check()
    {
        if (Threshold is double threshold && !(threshold > 0 && double.IsFinite(threshold))) throw new ArgumentException($"a threshold of {threshold} is not above 0");
        if (!(Deviations >= 0) || !double.IsFinite(Deviations)) throw new ArgumentException($"{Deviations} standard deviations are not 0 or more");
        if (SmallestDiameter is double diameter && !(diameter >= 0 && double.IsFinite(diameter))) throw new ArgumentException($"a smallest diameter of {diameter} m is not 0 or more");
    }
}
