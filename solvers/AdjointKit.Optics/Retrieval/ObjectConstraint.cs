using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>What is known of an object beforehand.</summary>
public sealed record ObjectConstraint
{
    /// <summary>Where the object may differ from 0, of the object's shape, in host memory; null: everywhere.</summary>
    public NdArray<bool>? Support { get; init; }

    /// <summary>Whether it is real and nowhere negative.</summary>
    public bool NonNegative { get; init; }
}
