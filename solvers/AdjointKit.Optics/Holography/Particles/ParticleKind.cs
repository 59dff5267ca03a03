namespace AdjointKit.Optics;

/// <summary>What particles do to light.</summary>
public enum ParticleKind
{
    /// <summary>They stop it: the amplitude |1 + o| goes down to 0 in their shadow.</summary>
    Opaque,

    /// <summary>They delay it: the change |o| = |t - 1| is what is seen. Of opaque ones it may be larger out of focus than in it.</summary>
    Transparent,
}
