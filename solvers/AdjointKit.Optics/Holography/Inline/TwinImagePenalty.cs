namespace AdjointKit.Optics;

/// <summary>What tells an object from its twin image, which is out of focus.</summary>
public enum TwinImagePenalty
{
    /// <summary>The total variation of o: objects with edges and even areas.</summary>
    TotalVariation,

    /// <summary>The sum of the magnitudes of o: a few small objects in the open.</summary>
    Sparse,
}
