using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Sources;

public sealed class CoherenceTests
{
    [Fact]
    public void The_modes_of_the_Gaussian_Schell_model_have_its_intensity_and_its_coherence()
    {
        (double width, double coherence) = (60e-6, 45e-6);
        var grid = new FieldGrid(3, 21, 10e-6);
        IReadOnlyList<LightMode> modes = PartialCoherence.GaussianSchell(width, coherence, missing: 1e-9);
        NdArray<Complex>[] fields = [.. modes.Select(mode => mode.Source.Field<Complex>(grid, 633e-9))];
        for (int a = 0; a < 21; a++)
        {
            for (int b = 0; b < 21; b++)
            {
                Complex sum = 0;
                for (int k = 0; k < modes.Count; k++) sum += modes[k].Weight * fields[k][0, a] * Complex.Conjugate(fields[k][2, b]);
                (double xa, double xb) = ((a - 10) * 10e-6, (b - 10) * 10e-6);
                double apart = ((xa - xb) * (xa - xb)) + Math.Pow(20e-6, 2);
                double expected = Math.Exp(-((xa * xa) + (xb * xb) + 2e-10) / (4 * width * width)) * Math.Exp(-apart / (2 * coherence * coherence));
                Assert.Equal(0, (sum - expected).Magnitude, 1e-7);
            }
        }
    }

    [Fact]
    public void A_disc_of_points_has_the_coherence_of_van_Cittert_and_Zernike()
    {
        // 2 J1(v) / v, v = k a d / z; its first zero at d = 0.61 l z / a = 38.6 um.
        IReadOnlyList<LightMode> modes = PartialCoherence.Disc(1e-3, 0.1, 2000);
        Assert.Equal(1, modes.Sum(mode => mode.Weight), 1e-12);
        var grid = new FieldGrid(1, 3, 19.3e-6);
        Complex sum = 0;
        Complex half = 0;
        foreach (LightMode mode in modes)
        {
            using NdArray<Complex> field = mode.Source.Field<Complex>(grid, 633e-9);
            sum += mode.Weight * field[0, 2] * Complex.Conjugate(field[0, 0]);
            half += mode.Weight * field[0, 2] * Complex.Conjugate(field[0, 1]);
        }

        // v = 3.832 and half of it.
        Assert.Equal(0, sum.Magnitude, 5e-3);
        Assert.Equal(2 * 0.5815 / 1.9157, half.Magnitude, 5e-3);
    }

    [Fact]
    public void Spectra_add_up_and_bad_ones_are_refused()
    {
        IReadOnlyList<SpectralLine> lines = SpectralLine.Gaussian(550e-9, 10e-9, 7);
        Assert.Equal(1, lines.Sum(line => line.Weight), 1e-14);
        Assert.Equal(550e-9, lines[3].Wavelength.Number, 1e-20);
        Assert.Equal(520e-9, lines[0].Wavelength.Number, 1e-20);
        Assert.Throws<ArgumentException>(() => SpectralLine.Gaussian(550e-9, 200e-9, 3));
        Assert.Throws<ArgumentException>(() => PartialCoherence.GaussianSchell(1, 1e-6));
        Assert.Throws<ArgumentException>(() => new SphericalWave(0));
    }
}
