using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>The particles of a hologram.</summary>
/// <param name="Particles">By their distance, nearest to the sensor first.</param>
/// <param name="Projection">The deepest shadow over all planes at every point, [y, x]: what the particles were sought in.</param>
/// <param name="Threshold">How deep a shadow had to be.</param>
/// <param name="Noise">The standard deviation of the projection, as its median absolute deviation gives it.</param>
public sealed record ParticleField(IReadOnlyList<Particle> Particles, NdArray<double> Projection, double Threshold, double Noise);
