namespace AdjointKit.Optics;

/// <summary>A sensor at its place on a bench, where the light ends.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Z">Where it stands, m.</param>
public sealed record PlacedSensor(Sensor Sensor, Quantity Z)
{
    /// <summary>The method by which light comes to it, which may have a grid of its own; null: that of the bench.</summary>
    public PropagationMethod? Method { get; init; }
}
