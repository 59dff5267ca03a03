namespace AdjointKit.Optics;

/// <summary>How an element looks from the side.</summary>
internal enum BenchSymbol
{
    Plate,
    Lens,
    DivergingLens,
    Aperture,
    Stop,
    Prism,
    Grating,
    Pixels,
    Rough,
    Source,
    Sensor,
}
