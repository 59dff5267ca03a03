using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Particles;

public sealed class ParticleFinderOnDeviceTests(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    [SkippableFact]
    public void A_device_finds_the_same_particles()
    {
        ParticleScene scene = ParticleScene.Random(256, 4, 2, noise: 0.02);
        using var host = new Compute(threads: 2);
        IReadOnlyList<Particle> expected = ParticleFinder.Find(scene.Contrast, scene.Planes(host), 5e-3, 11e-3, 16).Particles;
        Assert.Equal(4, expected.Count);
        using NdArray<double> there = fixture.Native.ToDevice(scene.Contrast);
        ParticleFinderTests.AssertNear(expected, ParticleFinder.Find(there, scene.Planes(fixture.Native), 5e-3, 11e-3, 16).Particles, 1e-6);
    }
}
