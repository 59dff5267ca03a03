namespace AdjointKit.Optics;

/// <summary>An element at its place on a bench.</summary>
/// <param name="Element">The element.</param>
/// <param name="Z">Where it stands, m.</param>
public sealed record PlacedElement(OpticalElement Element, Quantity Z)
{
    /// <summary>The method by which light comes to it; null: that of the bench.</summary>
    public PropagationMethod? Method { get; init; }
}
