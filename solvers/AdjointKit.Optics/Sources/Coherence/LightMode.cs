namespace AdjointKit.Optics;

/// <summary>One of the mutually incoherent fields that partially coherent light is a sum of.</summary>
/// <param name="Source">The field.</param>
/// <param name="Weight">What its intensity counts.</param>
public sealed record LightMode(LightSource Source, double Weight)
{
    /// <summary>A source by itself: coherent light.</summary>
    public static implicit operator LightMode(LightSource source) => new(source, 1);
}
