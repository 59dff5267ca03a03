using System.Numerics;
using AdjointKit.Arrays;
using MathNet.Numerics;
using Xunit;

namespace AdjointKit.Optics.Tests.Benches;

/// <summary>Hard edges against closed forms: what a pixelated aperture with edges weighted by area is worth.</summary>
public sealed class ClosedFormTests
{
    private const double Wavelength = 633e-9;
    private const double Radius = 100e-6;

    [SkippableFact]
    public void The_formula_on_the_axis_is_that_of_the_oracle()
    {
        using NdArray<double> places = OpticsOracle.Numbers("A1_onaxis_z");
        using NdArray<Complex> field = OpticsOracle.Field("A1_onaxis_rs1_U");
        using NdArray<double> intensity = OpticsOracle.Numbers("A1_onaxis_rs1_I");
        for (int k = 0; k < places.Shape[0]; k++)
        {
            Complex expected = OnAxis(places[k], Radius);
            Assert.Equal(0, (field[k] - expected).Magnitude, 1e-9);
            Assert.Equal(intensity[k], expected.Magnitude * expected.Magnitude, 1e-9);
        }
    }

    /// <summary>The Fresnel number goes from 8 to 0.8. Closer, pixels of 0.8 um are coarse for the edge.</summary>
    [Theory]
    [InlineData(2e-3, 1e-2)]
    [InlineData(5e-3, 3e-3)]
    [InlineData(20e-3, 1e-3)]
    public void A_round_aperture_has_the_intensity_of_the_formula_on_its_axis(double z, double tolerance)
    {
        OpticalBench bench = Bench(new CircularAperture(Radius), z);
        using NdArray<Complex> field = bench.Field<Complex>();
        Complex expected = OnAxis(z, Radius);
        double error = (field[256, 256] - expected).Magnitude;
        Assert.True(error < tolerance, $"at {z} m the field is {error:g3} off");
    }

    /// <summary>(z / s) exp(i k s), as if there were no disc but for the way around: the spot of Arago.</summary>
    [Theory]
    [InlineData(5e-3, 3e-3)]
    [InlineData(20e-3, 1e-3)]
    public void Behind_a_disc_there_is_a_bright_spot(double z, double tolerance)
    {
        using NdArray<Complex> open = Bench(new CircularAperture(Radius), z).Field<Complex>();
        Complex incident = Complex.FromPolarCoordinates(1, 2 * Math.PI * Math.IEEERemainder(z / Wavelength, 1));

        // Babinet: a plane wave of infinite width less the light of the hole.
        double s = Math.Sqrt((z * z) + (Radius * Radius));
        Complex expected = z / s * Complex.FromPolarCoordinates(1, 2 * Math.PI * (Math.IEEERemainder(z / Wavelength, 1) + (Radius * Radius / (Wavelength * (z + s)))));
        double error = (incident - open[256, 256] - expected).Magnitude;
        Assert.True(error < tolerance, $"at {z} m the field is {error:g3} off");

        // The same with the stop itself in a wide soft beam; that light would be 1 on the axis without it.
        var grid = new FieldGrid(1024, 1024, 1.5e-6);
        OpticalBench bench = new(grid, Wavelength, new GaussianBeam(300e-6)) { Elements = [new CircularAperture(Radius) { IsStop = true }.At(0)], Sensor = new Sensor().At(z), Method = new AngularSpectrum() };
        using NdArray<double> spot = bench.Intensity<double>();
        double around = Math.Exp(-2 * Radius * Radius / (300e-6 * 300e-6));
        Assert.Equal(around, spot[512, 512], 0.03);

        // J0(k a r / z) falls to 0 around it.
        int dark = 512 + (int)Math.Round(2.405 * Wavelength * z / (2 * Math.PI * Radius * 1.5e-6));
        Assert.True(spot[512, 512] > 3 * spot[512, dark], $"the spot of {spot[512, 512]} has {spot[512, dark]} around it");
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lens_with_a_round_rim_makes_an_Airy_pattern(bool spherical)
    {
        // Closed form first: 2 J1(v) / v on the pixels of the oracle.
        using NdArray<double> airy = OpticsOracle.Numbers("A4_airy_amp");
        (double f, double a, double wavelength) = (0.1, 2.5e-3, 550e-9);
        double[] zeros = [.. OpticsOracle.Numbers("A4_airy_zeros_v").AsReadOnlySpan()];
        Assert.All(zeros, zero => Assert.Equal(0, SpecialFunctions.BesselJ(1, zero), 1e-13));
        for (int x = 0; x < 256; x += 5) Assert.Equal(airy[100, x], Airy(100, x), 1e-13);

        // From the pupil to the focus on the same pixels by a chirp-z transform.
        var window = new OutputWindow { Pitch = (2e-6, 2e-6), Points = (256, 256) };
        OpticalBench bench = new(new FieldGrid(512, 512, 11e-6), wavelength, new PlaneWave())
        {
            Elements = [new ThinLens(f) { Radius = a, IsSpherical = spherical }.At(0)],
            Sensor = new Sensor().At(f, new ChirpZ { Window = window }),
        };
        using NdArray<double> focus = bench.Intensity<double>();
        double peak = Math.Pow(Math.PI * a * a / (wavelength * f), 2);
        double difference = 0;
        double scale = 0;
        for (int y = 0; y < 256; y++)
        {
            for (int x = 0; x < 256; x++)
            {
                difference += Math.Pow((focus[y, x] / peak) - (airy[y, x] * airy[y, x]), 2);
                scale += Math.Pow(airy[y, x], 4);
            }
        }

        double error = Math.Sqrt(difference / scale);
        Assert.True(error < (spherical ? 0.1 : 1e-3), $"the pattern is {error:g3} off");

        double Airy(int y, int x)
        {
            double v = 2 * Math.PI * a * 2e-6 * Math.Sqrt(Math.Pow(y - 128, 2) + Math.Pow(x - 128, 2)) / (wavelength * f);
            return v == 0 ? 1 : 2 * SpecialFunctions.BesselJ(1, v) / v;
        }
    }

    private static OpticalBench Bench(Aperture aperture, double z) => new(new FieldGrid(512, 512, 0.8e-6), Wavelength, new PlaneWave())
    {
        Elements = [aperture.At(0)],
        Sensor = new Sensor().At(z, new RayleighSommerfeld()),
    };

    /// <summary>exp(i k z) - (z / s) exp(i k s), s = sqrt(z^2 + a^2).</summary>
    private static Complex OnAxis(double z, double radius)
    {
        double s = Math.Sqrt((z * z) + (radius * radius));
        double waves = Math.IEEERemainder(z / Wavelength, 1);
        double further = radius * radius / (Wavelength * (s + z));
        return Complex.FromPolarCoordinates(1, 2 * Math.PI * waves) - (z / s * Complex.FromPolarCoordinates(1, 2 * Math.PI * (waves + further)));
    }
}
