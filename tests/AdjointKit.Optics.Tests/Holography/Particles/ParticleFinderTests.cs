using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Particles;

public sealed class ParticleFinderTests
{
    /// <summary>The depth of focus of a disc, about d^2 / l: over it the first fringe at its edge becomes as wide as the disc. Edges tell the distance to a small part of it.</summary>
    private static double DepthOfFocus(Particle disc) => disc.Diameter * disc.Diameter / ParticleScene.Wavelength;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Category", "Slow")]
    public void Thirty_discs_in_noise_are_found_focused_and_measured(int seed)
    {
        using var compute = new Compute(threads: 2);
        ParticleScene scene = ParticleScene.Random(512, 30, seed, noise: 0.03);
        ParticleField found = ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 5e-3, 11e-3, 41);
        List<(Particle Truth, Particle Found)> pairs = Pairs(scene, found);
        Assert.InRange(pairs.Count, 29, 30);
        Assert.InRange(found.Particles.Count - pairs.Count, 0, 1);
        Assert.All(pairs, pair => Assert.InRange(ParticleScene.Distance(pair.Truth, pair.Found), 0, ParticleScene.Pitch));
        Assert.All(pairs, pair => Assert.InRange(Math.Abs(pair.Found.Z - pair.Truth.Z), 0, DepthOfFocus(pair.Truth) / 5));
        Assert.All(pairs, pair => Assert.InRange(pair.Found.Diameter / pair.Truth.Diameter, 0.9, 1.1));
        Assert.Equal(found.Particles.OrderBy(particle => particle.Z), found.Particles);
        Assert.All(found.Particles, particle => Assert.False(particle.IsAtBorder));
    }

    [Fact]
    public void A_disc_alone_is_measured_to_a_small_part_of_a_point()
    {
        using var compute = new Compute(threads: 2);
        Particle disc = new(31.3e-6, -22.6e-6, 4.137e-3, 33e-6, 1, false);
        ParticleScene scene = ParticleScene.Of(256, [disc], noise: 0);
        ParticleField found = ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 3e-3, 5e-3, 11);
        Particle particle = Assert.Single(found.Particles);
        Assert.Equal(disc.X, particle.X, 0.2e-6);
        Assert.Equal(disc.Y, particle.Y, 0.2e-6);
        Assert.Equal(disc.Z, particle.Z, DepthOfFocus(disc) / 40);
        Assert.Equal(1, particle.Diameter / disc.Diameter, 0.03);
        Assert.InRange(particle.Depth, 0.8, 1.1);
        Assert.Equal(new Shape(256, 256), found.Projection.Shape);
    }

    [Fact]
    public void Single_precision_and_complex_contrasts_find_the_same()
    {
        using var compute = new Compute(threads: 2);
        ParticleScene scene = ParticleScene.Random(256, 4, 2, noise: 0.02);
        using NdArray<float> single = compute.Empty<float>(scene.Contrast.Shape);
        compute.Backend.Copy(scene.Contrast, single);
        using NdArray<Complex> complex = NdArray.Fill<Complex>(256, 256, (y, x) => scene.Contrast[y, x]);
        IReadOnlyList<Particle> expected = ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 5e-3, 11e-3, 16).Particles;
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected, ParticleFinder.Find(complex, scene.Planes(compute), 5e-3, 11e-3, 16).Particles);
        AssertNear(expected, ParticleFinder.Find(single, scene.Planes(compute), 5e-3, 11e-3, 16).Particles, 1e-3);
    }

    [Fact]
    public void Noise_without_particles_gives_an_empty_list()
    {
        using var compute = new Compute(threads: 2);
        ParticleScene scene = ParticleScene.Of(256, [], noise: 0.05);
        Assert.Empty(ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 5e-3, 11e-3, 16).Particles);
        using NdArray<double> nothing = compute.Zeros<double>(256, 256);
        Assert.Empty(ParticleFinder.Find(nothing, scene.Planes(compute), 5e-3, 11e-3, 16).Particles);
    }

    [Fact]
    public void One_at_the_border_is_marked()
    {
        using var compute = new Compute(threads: 2);
        Particle inside = new(-60e-6, 20e-6, 2e-3, 40e-6, 1, false);
        Particle atBorder = new(250e-6, -50e-6, 2e-3, 40e-6, 1, true);
        ParticleScene scene = ParticleScene.Of(256, [inside, atBorder], noise: 0.01);
        IReadOnlyList<Particle> found = ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 1.5e-3, 2.5e-3, 11).Particles;
        Assert.Equal([false, true], found.OrderBy(particle => particle.X).Select(particle => particle.IsAtBorder));
        Assert.Equal(atBorder.Y, found.MaxBy(particle => particle.X)!.Y, 4e-6);
    }

    [Fact]
    public void Shadows_that_touch_at_different_distances_are_two_particles()
    {
        using var compute = new Compute(threads: 2);
        Particle near = new(-20e-6, 0, 3e-3, 40e-6, 1, false);
        Particle far = new(22e-6, 6e-6, 4.5e-3, 40e-6, 1, false);
        ParticleScene scene = ParticleScene.Of(256, [near, far], noise: 0.01);
        IReadOnlyList<Particle> found = ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 2.5e-3, 5e-3, 26).Particles;
        Assert.True(found.Count == 2, string.Join("; ", found));
        Assert.Equal(near.Z, found[0].Z, 0.1e-3);
        Assert.Equal(far.Z, found[1].Z, 0.1e-3);
        Assert.All(found.Zip([near, far]), pair => Assert.InRange(ParticleScene.Distance(pair.First, pair.Second), 0, 2 * ParticleScene.Pitch));
    }

    [Fact]
    public void Pitches_along_x_and_y_are_told_apart()
    {
        using var compute = new Compute(threads: 2);
        var grid = new FieldGrid(256, 192, 2.5e-6, 2e-6);
        using NdArray<Complex> passing = NdArray.Fill<Complex>(256, 192, (y, x) => Math.Pow((y - 100) * 2.5, 2) + Math.Pow((x - 120) * 2, 2) < 900 ? 0 : 1);
        using NdArray<Complex> atSensor = new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, ParticleScene.Wavelength, 3e-3, compute: compute).Apply(passing);
        using NdArray<double> contrast = NdArray.Fill<double>(256, 192, (y, x) => Math.Pow(Complex.Abs(atSensor[y, x]), 2) - 1);
        Particle particle = Assert.Single(ParticleFinder.Find(contrast, new FocusPlanes(compute, grid, ParticleScene.Wavelength, 1, new BandLimitedAngularSpectrum()), 2.5e-3, 3.5e-3, 11).Particles);
        Assert.Equal((100 - 128) * 2.5e-6, particle.Y, 0.5e-6);
        Assert.Equal((120 - 96) * 2e-6, particle.X, 0.5e-6);
        Assert.Equal(60e-6, particle.Diameter, 3e-6);
        Assert.Equal(3e-3, particle.Z, 40e-6);
    }

    [Fact]
    public void A_transparent_disc_is_found_by_how_it_changes_the_light()
    {
        using var compute = new Compute(threads: 2);
        var grid = new FieldGrid(256, 256, ParticleScene.Pitch);
        using NdArray<Complex> passing = NdArray.Fill<Complex>(256, 256, (y, x) => Math.Pow(y - 110, 2) + Math.Pow(x - 150, 2) < 100 ? Complex.FromPolarCoordinates(1, 0.8) : 1);
        using NdArray<Complex> atSensor = new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, ParticleScene.Wavelength, 4e-3, compute: compute).Apply(passing);
        using NdArray<double> contrast = NdArray.Fill<double>(256, 256, (y, x) => Math.Pow(Complex.Abs(atSensor[y, x]), 2) - 1);
        var options = new ParticleOptions { Kind = ParticleKind.Transparent };
        Particle particle = Assert.Single(ParticleFinder.Find(contrast, new FocusPlanes(compute, grid, ParticleScene.Wavelength, 1, new BandLimitedAngularSpectrum()), 3e-3, 5e-3, 21, options).Particles);
        Assert.Equal((110 - 128) * 2e-6, particle.Y, 1e-6);
        Assert.Equal((150 - 128) * 2e-6, particle.X, 1e-6);
        Assert.Equal(4e-3, particle.Z, 0.2e-3);
        Assert.Equal(40e-6, particle.Diameter, 4e-6);
    }

    [Fact]
    public void Refuses_what_cannot_serve_and_ends_when_told()
    {
        using var compute = new Compute(threads: 1);
        ParticleScene scene = ParticleScene.Of(64, [], noise: 0.3);
        FocusPlanes planes = scene.Planes(compute);
        Assert.Throws<ArgumentOutOfRangeException>(() => ParticleFinder.Find(scene.Contrast, planes, 5e-3, 6e-3, 2));
        Assert.Throws<ArgumentException>(() => ParticleFinder.Find(scene.Contrast, planes, 5e-3, 5e-3, 5));
        Assert.Throws<ArgumentException>(() => ParticleFinder.Find(scene.Contrast, planes, 5e-3, double.NaN, 5));
        Assert.Throws<ArgumentException>(() => ParticleFinder.Find(scene.Contrast, planes with { Method = new FresnelOneStep() }, 5e-3, 6e-3, 5));
        Assert.Throws<ArgumentException>(() => ParticleFinder.Find(compute.Zeros<double>(8, 8), planes, 5e-3, 6e-3, 5));
        foreach (ParticleOptions options in (ParticleOptions[])[new() { Threshold = 0 }, new() { Threshold = double.NaN }, new() { Deviations = -1 }, new() { SmallestDiameter = -1e-6 }])
        {
            Assert.Throws<ArgumentException>(() => ParticleFinder.Find(scene.Contrast, planes, 5e-3, 6e-3, 5, options));
        }

        ParticleScene noisy = ParticleScene.Of(256, [], noise: 1);
        ArgumentException noise = Assert.Throws<ArgumentException>(() => ParticleFinder.Find(noisy.Contrast, noisy.Planes(compute), 5e-3, 6e-3, 5, new ParticleOptions { Threshold = 0.4, SmallestDiameter = 0 }));
        Assert.Contains("as many as noise has", noise.Message, StringComparison.Ordinal);
        using var ended = new CancellationTokenSource();
        var progress = new Told();
        ended.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ParticleFinder.Find(scene.Contrast, planes, 5e-3, 6e-3, 5, cancellation: ended.Token));
        ParticleFinder.Find(scene.Contrast, planes, 5e-3, 6e-3, 5, new ParticleOptions { Threshold = 5 }, progress);
        Assert.Contains(progress.All, report => report is { Activity: "looking for particles", Done: 5, Total: 5 });
    }

    [Fact]
    public void Takes_the_same_memory_for_any_number_of_planes()
    {
        // When small arrays of the forming come back is up to the collector; a plane that stayed would be a padded field.
        const long paddedField = 4 * 256 * 256 * 16;
        ParticleScene scene = ParticleScene.Of(256, [new(0, 0, 3e-3, 40e-6, 1, false)], noise: 0);
        Assert.InRange(Peak(24), 0, Peak(6) + paddedField);

        long Peak(int count)
        {
            using var compute = new Compute(threads: 2);
            ParticleFinder.Find(scene.Contrast, scene.Planes(compute), 2e-3, 4e-3, count);
            return compute.Memory.Peak;
        }
    }

    internal static void AssertNear(IReadOnlyList<Particle> expected, IReadOnlyList<Particle> found, double relative)
    {
        Assert.Equal(expected.Count, found.Count);
        foreach ((Particle wanted, Particle got) in expected.Zip(found))
        {
            Assert.Equal(wanted.X, got.X, relative * wanted.Diameter);
            Assert.Equal(wanted.Y, got.Y, relative * wanted.Diameter);
            Assert.Equal(wanted.Z, got.Z, relative * wanted.Z);
            Assert.Equal(wanted.Diameter, got.Diameter, relative * wanted.Diameter);
            Assert.Equal(wanted.IsAtBorder, got.IsAtBorder);
        }
    }

    /// <summary>Every disc with the nearest particle whose middle is in its shadow.</summary>
    private static List<(Particle Truth, Particle Found)> Pairs(ParticleScene scene, ParticleField found)
    {
        List<(Particle, Particle)> pairs = [];
        foreach (Particle truth in scene.Truth)
        {
            Particle? nearest = found.Particles.MinBy(particle => ParticleScene.Distance(particle, truth));
            if (nearest is not null && ParticleScene.Distance(nearest, truth) < truth.Diameter / 2) pairs.Add((truth, nearest));
        }

        return pairs;
    }

    private sealed class Told : IProgress<RunProgress>
    {
        internal List<RunProgress> All { get; } = [];

        public void Report(RunProgress value) => All.Add(value);
    }
}
