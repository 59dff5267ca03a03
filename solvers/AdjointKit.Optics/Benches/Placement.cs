namespace AdjointKit.Optics;

/// <summary>Puts things on a bench.</summary>
public static class Placement
{
    /// <summary>The element at a place.</summary>
    /// <param name="element">The element.</param>
    /// <param name="z">m.</param>
    /// <param name="method">The method by which light comes to it; null: that of the bench.</param>
    public static PlacedElement At(this OpticalElement element, Quantity z, PropagationMethod? method = null)
    {
        ArgumentNullException.ThrowIfNull(element);
        Quantity.RequireFinite(z, "a place on a bench");
        return new PlacedElement(element, z) { Method = method };
    }

    /// <summary>The sensor at a place.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="z">m.</param>
    /// <param name="method">The method by which light comes to it, which may have a grid of its own (zoom, single transform); null: that of the bench.</param>
    public static PlacedSensor At(this Sensor sensor, Quantity z, PropagationMethod? method = null)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        Quantity.RequireFinite(z, "a place on a bench");
        return new PlacedSensor(sensor, z) { Method = method };
    }
}
