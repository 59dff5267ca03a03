using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Compensation;

public sealed class PhaseCompensationTests
{
    [Theory]
    [InlineData(120, 90)]
    [InlineData(700, 800)]
    public void Tilt_and_curvature_go_and_the_object_stays(int ny, int nx)
    {
        using NdArray<Complex> wave = NdArray.Fill<Complex>(ny, nx, (y, x) => 0.7 * Complex.FromPolarCoordinates(1, Object(y, x, ny, nx) + Surface(y, x, ny, nx)));
        CompensatedWave<Complex> flat = new PhaseCompensation().Apply(wave);
        for (int y = 0; y < ny; y += 7)
        {
            for (int x = 0; x < nx; x += 5)
            {
                Complex expected = 0.7 * Complex.FromPolarCoordinates(1, Object(y, x, ny, nx));
                Assert.True((flat.Wave[y, x] - expected).Magnitude < 1e-5, $"{flat.Wave[y, x]} at {y}, {x}, not {expected}");
            }
        }

        Assert.True(flat.Deviation < 1e-5);
        Assert.InRange(flat.Background, 0.8, 0.95);
    }

    /// <summary>Half of the field is a thousand times darker and another 1.5 rad away: one fit to the unwrapped phase, and one of points near it, follow the bright half alone.</summary>
    [Fact]
    public void What_is_dark_has_no_say_in_the_fits()
    {
        using var compute = new Compute(threads: 1);
        foreach (bool near in (bool[])[false, true])
        {
            NdArray<Complex> wave = NdArray.Fill<Complex>(40, 60, (y, x) => Complex.FromPolarCoordinates(x < 30 ? 1 : 1e-3, (0.01 * x) - (0.02 * y) + (x < 30 ? 0 : 1.5)));
            using var fit = new CompensationFit(compute, wave, wave.Shape, every: 1, degree: 1);
            if (near) fit.ToNear(3);
            else fit.ToUnwrapped();
            (double deviation, double share) = fit.Background(0.5);
            Assert.True(deviation < 1e-4, $"{deviation}");
            Assert.Equal(0.5, share, 1e-3);
        }
    }

    [Fact]
    public void Dark_waves_and_impossible_degrees_are_refused()
    {
        using NdArray<Complex> dark = NdArray.Zeros<Complex>(20, 20);
        Assert.Contains("dark", Assert.Throws<ArgumentException>(() => new PhaseCompensation().Apply(dark)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseCompensation { Degree = 0 });
    }

    /// <summary>In the image plane, no propagation: the spokes have one phase and what is between them another, and tilt and curvature are gone from both.</summary>
    [SkippableFact]
    [Trait("Category", "Slow")]
    public void The_phase_of_a_measured_star_target_is_flat_between_the_spokes()
    {
        using NdArray<float> hologram = ArrayFile.Read<float>(SharedData.Path("data/optics/offaxis_pydhm/star-target.png"));
        var grid = new FieldGrid(2048, 2048, 3.45e-6);
        SideBand band = SideBandSearch.Find(hologram, grid);
        Assert.Equal(599, band.Y, 1.0);
        Assert.Equal(-586, band.X, 1.0);
        using NdArray<ComplexF> wave = new OffAxisDemodulation<float, ComplexF>(grid, band).Apply(hologram);
        CompensatedWave<ComplexF> flat = new PhaseCompensation { Reach = 0.5 }.Apply(wave);
        Assert.True(flat.Deviation <= 0.25, $"the background is flat to {flat.Deviation:g3} rad, over {flat.Background:p0}");
        Assert.True(flat.Background >= 0.4, $"{flat.Background:p0} of the points are background");
    }

    /// <summary>A tenth of the area, and no light thing: 2 rad.</summary>
    private static double Object(nint y, nint x, int ny, int nx) => Math.Pow((double)(y - (0.4 * ny)) / ny, 2) + Math.Pow((double)(x - (0.6 * nx)) / nx, 2) < 0.035 ? 2 : 0;

    private static double Surface(nint y, nint x, int ny, int nx)
    {
        (double v, double u) = ((double)y / ny, (double)x / nx);
        return 0.4 + (9 * v) - (5 * u) + (14 * u * u) - (6 * v * v) + (3 * u * v);
    }
}
