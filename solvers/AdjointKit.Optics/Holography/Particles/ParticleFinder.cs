using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>
/// The particles of an in-line hologram: where they are, in depth too, and how large. A hologram goes back to many planes; at every point the deepest shadow of all planes is kept, and what
/// stands out of its noise, point beside point, is a particle (after Guildenbecher, Gao, Reu and Chen, Applied Optics 52, 3790, 2013: the least amplitude, and the sharpest edge). The planes are
/// gone through again with a window around each, which keeps the plane where the edges of the shadow are sharpest, and then the distances between that plane and its neighbours. The area that
/// is deeper than half gives size and middle. A few fields in memory, whatever the number of planes, and a window per particle.
/// </summary>
public static class ParticleFinder
{
    /// <summary>Finds, focuses and measures the particles.</summary>
    /// <typeparam name="T">The element type of the contrast: <see cref="double"/>, <see cref="float"/>, or complex numbers without an imaginary part.</typeparam>
    /// <param name="contrast">I/B - 1 at the sensor, [y, x] (<see cref="InlineHologram.Contrast"/>).</param>
    /// <param name="focus">The grid, the light, and the method to go back by.</param>
    /// <param name="from">The first distance, m.</param>
    /// <param name="to">The last distance, m.</param>
    /// <param name="count">How many distances, at least 3.</param>
    /// <param name="options">What counts as a particle; null: opaque ones of three points and more.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">Distances, method or options cannot serve, or there are as many regions as noise has.</exception>
    public static ParticleField Find<T>(NdArray<T> contrast, FocusPlanes focus, double from, double to, int count, ParticleOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(focus);
        if (count < 3) throw new ArgumentOutOfRangeException(nameof(count), count, "particles are focused between three distances or more");
        if (!double.IsFinite(from) || !double.IsFinite(to) || from == to) throw new ArgumentException($"distances from {from} to {to} m are no range to search", nameof(to));
        ParticleOptions chosen = options ?? new ParticleOptions();
        chosen.Check();
        if (contrast.Shape != focus.Grid.Shape) throw new ArgumentException($"the contrast has the shape {contrast.Shape}, its grid {focus.Grid.Shape}", nameof(contrast));
        if (ElementTypes.RealOf(ElementTypes.Of<T>()) == ElementType.Float32)
        {
            using NdArray<ComplexF> field = focus.Compute.Empty<ComplexF>(contrast.Shape);
            focus.Compute.Backend.Copy(contrast, field);
            return new ParticleSearch<ComplexF, float>(focus, from, to, count, chosen, cancellation).Find(field, progress);
        }
        else
        {
            using NdArray<Complex> field = focus.Compute.Empty<Complex>(contrast.Shape);
            focus.Compute.Backend.Copy(contrast, field);
            return new ParticleSearch<Complex, double>(focus, from, to, count, chosen, cancellation).Find(field, progress);
        }
    }
}
