using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Sources;

public sealed class BeamTests
{
    private const double Wavelength = 1064e-9;
    private const double Waist = 100e-6;

    private static readonly FieldGrid Wide = new(512, 512, 8e-6);

    /// <summary>The figures of the oracle: paraxial beams are kept by the paraxial propagator, and by the exact one to what the paraxial approximation misses.</summary>
    [SkippableTheory]
    [InlineData(0, 8.8e-7)]
    [InlineData(1, 1.8e-6)]
    [InlineData(2, 3.5e-6)]
    [InlineData(3, 5.3e-6)]
    public void A_Gaussian_beam_propagates_into_itself(int place, double exactDistance)
    {
        using NdArray<double> places = OpticsOracle.Numbers("A2_gauss_z");
        double range = Math.PI * Waist * Waist / Wavelength;
        double z = new[] { 0.25, 0.5, 1, 1.5 }[place] * range;
        Assert.Contains(places.AsReadOnlySpan().ToArray(), known => Math.Abs(known - z) < 1e-12);
        using NdArray<Complex> start = new GaussianBeam(Waist).Field<Complex>(Wide, Wavelength);
        using NdArray<Complex> end = new GaussianBeam(Waist) { Distance = z }.Field<Complex>(Wide, Wavelength);
        using NdArray<Complex> paraxial = new FresnelTransferFunction { Padding = 1 }.Plan<Complex>(Wide, Wavelength, z).Apply(start);
        OpticsOracle.AssertNear(end, paraxial, 1e-12);
        using NdArray<Complex> exact = new AngularSpectrum { Padding = 1 }.Plan<Complex>(Wide, Wavelength, z).Apply(start);
        Assert.Equal(1, OpticsOracle.Distance(end, exact) / exactDistance, 0.05);
    }

    [SkippableFact]
    public void Width_curvature_and_Gouy_phase_are_those_of_the_oracle()
    {
        using NdArray<double> places = OpticsOracle.Numbers("A2_gauss_z");
        using NdArray<double> known = OpticsOracle.Numbers("A2_gauss_w_R_gouy");
        int count = (int)places.Shape[0];
        bool rows = known.Shape[0] == count;
        for (int k = 0; k < count; k++)
        {
            (double w, double radius, double gouy) = rows ? (known[k, 0], known[k, 1], known[k, 2]) : (known[0, k], known[1, k], known[2, k]);
            using NdArray<Complex> field = new GaussianBeam(Waist) { Distance = places[k] }.Field<Complex>(new FieldGrid(3, 3, 50e-6), Wavelength);
            Assert.Equal(Waist / w, field[1, 1].Magnitude, 1e-12);
            Assert.Equal(Math.Exp(-Math.Pow(50e-6 / w, 2)), field[1, 2].Magnitude / field[1, 1].Magnitude, 1e-12);
            double curved = (field[1, 2] / field[1, 1]).Phase;
            Assert.Equal(double.IsInfinity(radius) ? 0 : Math.PI * 2500e-12 / (Wavelength * radius), curved, 1e-10);
            Complex carrier = Complex.FromPolarCoordinates(1, 2 * Math.PI * Math.IEEERemainder(places[k] / Wavelength, 1));
            Assert.Equal(0, (field[1, 1] / carrier * Complex.FromPolarCoordinates(1, gouy)).Phase, 1e-9);
        }
    }

    public static TheoryData<bool, int, int> Modes => new() { { true, 0, 0 }, { true, 3, 2 }, { true, 0, 5 }, { false, 0, 0 }, { false, 0, 3 }, { false, 2, -1 }, { false, 3, 2 } };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Modes_propagate_into_themselves_and_have_one_power(bool hermite, int first, int second)
    {
        double z = 0.7 * Math.PI * Waist * Waist / Wavelength;
        using NdArray<Complex> start = Mode(0).Field<Complex>(Wide, Wavelength);
        using NdArray<Complex> end = Mode(z).Field<Complex>(Wide, Wavelength);
        using NdArray<Complex> paraxial = new FresnelTransferFunction { Padding = 1 }.Plan<Complex>(Wide, Wavelength, z).Apply(start);
        OpticsOracle.AssertNear(end, paraxial, 1e-11);
        double power = 0;
        foreach (Complex value in start.AsReadOnlySpan()) power += value.Magnitude * value.Magnitude * 64e-12;
        Assert.Equal(1, power / (0.5 * Math.PI * Waist * Waist), 1e-12);

        LightSource Mode(double distance) => hermite ? new HermiteGauss(Waist, first, second) { Distance = distance } : new LaguerreGauss(Waist, first, second) { Distance = distance };
    }

    [Fact]
    public void A_vortex_is_made_of_two_Hermite_beams()
    {
        // LG(0, 1) = (HG(0, 1) + i HG(1, 0)) / sqrt 2, orders along y and x: it turns from x towards y.
        using NdArray<Complex> vortex = new LaguerreGauss(Waist, 0, 1).Field<Complex>(new FieldGrid(30, 28, 10e-6), Wavelength);
        using NdArray<Complex> x = new HermiteGauss(Waist, 0, 1).Field<Complex>(new FieldGrid(30, 28, 10e-6), Wavelength);
        using NdArray<Complex> y = new HermiteGauss(Waist, 1, 0).Field<Complex>(new FieldGrid(30, 28, 10e-6), Wavelength);
        using NdArray<Complex> sum = NdArray.Fill<Complex>(30, 28, (row, column) => (x[(int)row, (int)column] + (Complex.ImaginaryOne * y[(int)row, (int)column])) / Math.Sqrt(2));
        OpticsOracle.AssertNear(sum, vortex, 1e-14);
    }

    [Fact]
    public void A_spherical_wave_is_its_formula_and_a_lens_straightens_it()
    {
        var grid = new FieldGrid(9, 9, 20e-6);
        using NdArray<Complex> wave = new SphericalWave(0.05) { Y = 40e-6 }.Field<Complex>(grid, Wavelength);
        double r = Math.Sqrt((0.05 * 0.05) + Math.Pow(20e-6, 2) + Math.Pow(60e-6, 2));
        Complex expected = Complex.FromPolarCoordinates(0.05 / r, 2 * Math.PI * Math.IEEERemainder(r / Wavelength, 1));
        Assert.Equal(0, (wave[5, 7] - expected).Magnitude, 1e-9);

        using NdArray<Complex> straight = new ThinLens(0.05) { IsSpherical = true, Y = 40e-6 }.Plan<Complex>(grid, Wavelength).Apply(wave);
        Assert.All(straight.AsReadOnlySpan().ToArray(), value => Assert.Equal(0, (value / straight[4, 4]).Phase, 1e-10));
    }
}
