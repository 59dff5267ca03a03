using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.OffAxis;

public sealed class OffAxisTests
{
    private const double Wavelength = 633e-9;
    private const double Distance = 8e-3;

    private static readonly FieldGrid Grid = new(192, 160, dy: 4e-6, dx: 5e-6);

    [Theory]
    [InlineData(37.31, 29.62)]
    [InlineData(41.5, -25.25)]
    [InlineData(0.4, 33.8)]
    public void The_carrier_is_found_between_the_points_of_the_spectrum(double y, double x)
    {
        using NdArray<double> hologram = Hologram(Grid, y, x, (_, _) => 1);
        SideBand found = SideBandSearch.Find(hologram, Grid);
        Assert.Equal(y, found.Y, 1e-3);
        Assert.Equal(x, found.X, 1e-3);
    }

    /// <summary>Under light that fades towards the edges, so that fringes that are no whole number leave nothing there.</summary>
    [Fact]
    public void The_wave_of_an_object_comes_out_of_its_side_band()
    {
        SideBand band = SideBand.At(37.31, 29.62, Grid);
        using NdArray<double> even = Hologram(Grid, band.Y, band.X, Blobs);
        using NdArray<double> hologram = NdArray.Fill<double>(Grid.Ny, Grid.Nx, (y, x) => Light(y, x) * even[y, x]);
        using NdArray<Complex> wave = new OffAxisDemodulation<double, Complex>(Grid, band).Apply(hologram);
        (double error, double light) = (0, 0);
        for (int y = 0; y < Grid.Ny; y++)
        {
            for (int x = 0; x < Grid.Nx; x++)
            {
                error += Math.Pow((wave[y, x] - (Light(y, x) * Blobs(y, x))).Magnitude, 2);
                light += Math.Pow((Light(y, x) * Blobs(y, x)).Magnitude, 2);
            }
        }

        Assert.True(Math.Sqrt(error / light) < 1e-3, $"the wave is {Math.Sqrt(error / light):g3} off");
    }

    [Fact]
    public void Of_whole_fringes_the_wave_is_exact_where_the_window_is_flat()
    {
        SideBand band = SideBand.At(40, 36, Grid);
        using NdArray<double> hologram = Hologram(Grid, 40, 36, (y, x) => 0.7 * Complex.FromPolarCoordinates(1, 0.3 + (2 * Math.PI * ((3.0 * y / Grid.Ny) - (2.0 * x / Grid.Nx)))));
        using NdArray<Complex> wave = new OffAxisDemodulation<double, Complex>(Grid, band).Apply(hologram);
        for (int y = 0; y < Grid.Ny; y += 5)
        {
            for (int x = 0; x < Grid.Nx; x += 7)
            {
                Complex expected = 0.7 * Complex.FromPolarCoordinates(1, 0.3 + (2 * Math.PI * ((3.0 * y / Grid.Ny) - (2.0 * x / Grid.Nx))));
                Assert.True((wave[y, x] - expected).Magnitude < 1e-12, $"{wave[y, x]} at {y}, {x}");
            }
        }
    }

    [Fact]
    public void The_adjoint_is_the_adjoint()
    {
        var demodulation = new OffAxisDemodulation<double, Complex>(new FieldGrid(9, 14, 2e-6), SideBand.At(2.3, -3.4, new FieldGrid(9, 14, 2e-6)));
        Assert.True(DotTest.Run(demodulation).Passed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_side_band_that_focuses_at_positive_z_is_taken(bool phaseOnly)
    {
        using NdArray<Complex> card = NdArray.Fill<Complex>(Grid.Ny, Grid.Nx, (y, x) => Bars(y, x) ? phaseOnly ? Complex.FromPolarCoordinates(1, 1.2) : 0.1 : 1);
        Propagator<Complex> way = new AngularSpectrum { Padding = 1 }.Plan<Complex>(Grid, Wavelength, Distance);
        using NdArray<Complex> atSensor = way.Apply(card);
        Assert.False(SideBandChoice.FocusingOver(atSensor, way).IsConjugate);
        using NdArray<Complex> conjugate = NdArray.Fill<Complex>(Grid.Ny, Grid.Nx, (y, x) => Complex.Conjugate(atSensor[y, x]));
        Assert.True(SideBandChoice.FocusingOver(conjugate, way).IsConjugate);
        Assert.Throws<ArgumentException>(() => SideBandChoice.FocusingOver(conjugate, new AngularSpectrum().Plan<Complex>(Grid, Wavelength, -Distance)));
    }

    [Fact]
    public void Without_a_side_band_one_sentence_says_so()
    {
        using NdArray<double> flat = NdArray.Fill<double>(64, 64, (_, _) => 3);
        using NdArray<double> noise = NdArray.Zeros<double>(64, 64);
        new Compute().Backend.FillNormal(noise, new CounterRandom(4));
        foreach (NdArray<double> hologram in (NdArray<double>[])[flat, noise])
        {
            ArgumentException failure = Assert.Throws<ArgumentException>(() => SideBandSearch.Find(hologram, new FieldGrid(64, 64, 1e-6)));
            Assert.StartsWith("no side band found", failure.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => SideBand.At(0, 0, Grid));
        Assert.Throws<ArgumentException>(() => SideBand.At(300, 0, Grid));
    }

    /// <summary>
    /// The contrast is the standard deviation of |U| over its mean, over all of the hologram but 64 points at each edge; its maximum is that of the parabola through the three best distances.
    /// </summary>
    [SkippableFact]
    public void A_measured_target_focuses_where_it_is_known_to()
    {
        using NdArray<float> hologram = ArrayFile.Read<float>(SharedData.Path("data/optics/offaxis_shampoo/USAF_test.tif"));
        var grid = new FieldGrid(1024, 1024, 3.45e-6);
        SideBand band = SideBandSearch.Find(hologram, grid);
        Assert.Equal(199, band.Y, 1.0);
        Assert.Equal(285, band.X, 1.0);
        using NdArray<ComplexF> wave = new OffAxisDemodulation<float, ComplexF>(grid, band).Apply(hologram);
        (bool isConjugate, double factor) = SideBandChoice.FocusingOver(wave, Way(36.75e-3));
        Assert.False(isConjugate);
        Assert.True(factor > 1.4);

        double[] distances = [.. Enumerable.Range(0, 9).Select(k => 36.35e-3 + (1e-4 * k))];
        double[] contrasts = [.. distances.Select(z => Contrast(Way(z).ApplyAdjoint(wave)))];
        int best = Array.IndexOf(contrasts, contrasts.Max());
        Assert.InRange(best, 1, distances.Length - 2);
        double vertex = 0.5 * (contrasts[best - 1] - contrasts[best + 1]) / (contrasts[best - 1] - (2 * contrasts[best]) + contrasts[best + 1]);
        double focus = distances[best] + (1e-4 * vertex);
        Assert.InRange(focus, 36.65e-3, 36.85e-3);

        Propagator<ComplexF> Way(double z) => new AngularSpectrum { Padding = 1 }.Plan<ComplexF>(grid, 405e-9, z);
    }

    private static double Contrast(NdArray<ComplexF> field)
    {
        (double sum, double squares, int count) = (0, 0, 0);
        for (int y = 64; y < 960; y++)
        {
            ReadOnlySpan<ComplexF> row = field.AsReadOnlySpan().Slice(y * 1024, 1024);
            for (int x = 64; x < 960; x++)
            {
                double square = ((double)row[x].Real * row[x].Real) + ((double)row[x].Imaginary * row[x].Imaginary);
                sum += Math.Sqrt(square);
                squares += square;
                count++;
            }
        }

        double mean = sum / count;
        return Math.Sqrt((squares / count) - (mean * mean)) / mean;
    }

    private static NdArray<double> Hologram(FieldGrid grid, double fringesY, double fringesX, Func<nint, nint, Complex> wave) => NdArray.Fill<double>(grid.Ny, grid.Nx, (y, x) =>
    {
        double phase = 2 * Math.PI * ((fringesY * (y - (grid.Ny / 2)) / grid.Ny) + (fringesX * (x - (grid.Nx / 2)) / grid.Nx));
        return Math.Pow((wave(y, x) + Complex.FromPolarCoordinates(1, -phase)).Magnitude, 2);
    });

    private static double Light(nint y, nint x) => Math.Pow(Math.Sin(Math.PI * (y + 0.5) / Grid.Ny) * Math.Sin(Math.PI * (x + 0.5) / Grid.Nx), 4);

    /// <summary>Smooth: well inside the window.</summary>
    private static Complex Blobs(nint y, nint x)
    {
        double a = Math.Exp(-((Math.Pow(y - 80, 2) + Math.Pow(x - 70, 2)) / 800.0));
        double b = Math.Exp(-((Math.Pow(y - 120, 2) + Math.Pow(x - 100, 2)) / 500.0));
        return Complex.FromPolarCoordinates(1 - (0.5 * a), 1.5 * b);
    }

    private static bool Bars(nint y, nint x) => (y is > 60 and < 130 && x is > 50 and < 110 && ((x - 50) / 8) % 2 == 0) || (y is > 40 and < 50 && x is > 30 and < 120);
}
