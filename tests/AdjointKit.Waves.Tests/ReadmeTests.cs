using AdjointKit.Arrays;
using AdjointKit.TestKit;
using AdjointKit.Waves;
using Xunit;

// As a user's code, it stands outside the library's namespaces (and of the one that the tests of the time axis have).
namespace AdjointKit.ReadmeExamples;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("solvers/AdjointKit.Waves/README.md")]
    public void The_examples_are_compiled_code(string readme) => ReadmeExample.RequireCode(readme, "tests/AdjointKit.Waves.Tests/ReadmeTests.cs");

    [Fact]
    public void The_packages_example_images_its_reflector()
    {
        // A layer over a half space, three shots along the surface, receivers every 10 m; lengths in m, times in s.
        var grid = new Grid2D(nx: 101, nz: 61, dx: 10, dz: 10);
        var time = new TimeAxis(0.001, 500);
        Survey survey = Survey.Line(200, 800, 3, 20, 0, 1000, 101, 20);
        var propagator = new AcousticPropagator<float>(grid, time, survey, maximumVelocity: 2500);
        using NdArray<float> wavelet = new Ricker(15).Sample<float>(time);
        using NdArray<float> velocity = NdArray.Fill<float>(101, 61, (i, k) => k < 30 ? 1800 : 2400);
        using NdArray<float> start = NdArray.Fill<float>(101, 61, (i, k) => 1800);

        // Data [shot, receiver, time]; then the misfit of another model and its gradients in velocity and wavelet.
        using NdArray<float> data = propagator.Model(velocity, wavelet);
        using WaveGradient<float> gradient = propagator.Gradient(start, wavelet, data);

        // The image of the reflector.
        var migration = new ReverseTimeMigration<float>(propagator, new MigrationOptions { Laplacian = true, Mute = new DirectWaveMute(1800, 0.1) });
        using NdArray<float> image = migration.Migrate(start, wavelet, data);

        Assert.True(gradient.Misfit > 0);

        // Below the sources, whose own light is strongest.
        int brightest = Enumerable.Range(18, 37).MaxBy(k => Math.Abs(image[50, k]));
        Assert.InRange(brightest, 27, 32);
    }

    /// <summary>The example of the front page, on arrays that it supposes.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void The_front_pages_example_gives_a_gradient()
    {
        using NdArray<float> velocity = NdArray.Fill<float>(300, 150, (i, k) => 1500 + (10 * k));
        using NdArray<float> wavelet = new Ricker(15).Sample<float>(new TimeAxis(0.001, 1500));
        using NdArray<float> observed = NdArray.Zeros<float>(24, 300, 1500);

        var time = new TimeAxis(0.001, 1500);
        var survey = Survey.Line(100, 2900, 24, 20, 0, 2990, 300, 20);
        var propagator = new AcousticPropagator<float>(new Grid2D(300, 150, 10, 10), time, survey, maximumVelocity: 4500);
        using WaveGradient<float> gradient = propagator.Gradient(velocity, wavelet, observed);

        Assert.True(gradient.Misfit > 0);
    }
}
