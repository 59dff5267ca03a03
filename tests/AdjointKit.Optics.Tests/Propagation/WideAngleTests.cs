using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

/// <summary>The scalable angular spectrum against the direct Rayleigh-Sommerfeld sum, at angles where the paraxial approximation fails.</summary>
public sealed class WideAngleTests
{
    private const double Wavelength = 633e-9;

    [Theory]
    [InlineData(150e-6)]
    [InlineData(-150e-6)]
    public void The_scalable_angular_spectrum_is_exact_where_Fresnel_is_not(double distance)
    {
        // A Gaussian spot of 1.5 um, tilted by 0.25 rad: half of the light lies beyond 15 degrees.
        var grid = new FieldGrid(64, 64, 0.6e-6);
        using NdArray<Complex> field = NdArray.Fill<Complex>(64, 64, (j, i) =>
        {
            double y = (j - 32) * grid.Dy;
            double x = (i - 32) * grid.Dx;
            return Math.Exp(-((y * y) + (x * x)) / (1.5e-6 * 1.5e-6)) * Complex.FromPolarCoordinates(1, 2 * Math.PI / Wavelength * x * Math.Sin(Math.Sign(distance) * 0.25));
        });
        Propagator<Complex> exact = new ScalableAngularSpectrum().Plan<Complex>(grid, Wavelength, distance);
        Propagator<Complex> paraxial = new FresnelOneStep { Padding = 2 }.Plan<Complex>(grid, Wavelength, distance);
        Assert.Equal(exact.OutputGrid, paraxial.OutputGrid);
        using NdArray<Complex> reference = NdArray.Fill<Complex>(64, 64, (k, l) =>
        {
            Complex sum = 0;
            for (int j = 0; j < 64; j++)
            {
                for (int i = 0; i < 64; i++) sum += field[j, i] * Response(((k - 32) * exact.OutputGrid.Dy) - ((j - 32) * grid.Dy), ((l - 32) * exact.OutputGrid.Dx) - ((i - 32) * grid.Dx), distance);
            }

            return sum * grid.Dy * grid.Dx;
        });
        using NdArray<Complex> actual = exact.Apply(field);
        using NdArray<Complex> fresnel = paraxial.Apply(field);
        OpticsOracle.AssertNear(reference, actual, 2e-3);
        Assert.True(OpticsOracle.Distance(reference, fresnel) > 0.3);
    }

    private static Complex Response(double y, double x, double z)
    {
        double r = Math.Sqrt((y * y) + (x * x) + (z * z));
        double k = 2 * Math.PI / Wavelength;
        Complex forward = Math.Abs(z) / (2 * Math.PI * r) * new Complex(1 / r, -k) * Complex.FromPolarCoordinates(1, k * r) / r;
        return z > 0 ? forward : Complex.Conjugate(forward);
    }
}
