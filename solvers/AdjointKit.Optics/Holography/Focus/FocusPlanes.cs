using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>In which planes a hologram is looked at, and how light is taken there.</summary>
/// <param name="Compute">Where the field is.</param>
/// <param name="Grid">The points of the sensor.</param>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Index">The refractive index of the medium.</param>
/// <param name="Method">A method that filters: the angular spectrum in one of its forms, by a transfer function or an impulse response.</param>
public sealed record FocusPlanes(Compute Compute, FieldGrid Grid, double Wavelength, double Index, PropagationMethod Method);
