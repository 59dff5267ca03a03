namespace AdjointKit.Optics;

/// <summary>A particle of a hologram.</summary>
/// <param name="X">Across the light, m, from point floor(nx/2) of the sensor, towards later columns.</param>
/// <param name="Y">Across the light, m, from point floor(ny/2) of the sensor, towards later rows.</param>
/// <param name="Z">How far in front of the sensor it is in focus, m.</param>
/// <param name="Diameter">That of a disc of the area of its shadow in focus, m.</param>
/// <param name="Depth">How dark it is in focus: 1 lets no light through. Of a transparent one |t - 1|, how much it changes the light.</param>
/// <param name="IsAtBorder">Whether its shadow reaches the border of the hologram, where part of it may be missing: position and diameter are those of the part that is seen.</param>
public sealed record Particle(double X, double Y, double Z, double Diameter, double Depth, bool IsAtBorder);
