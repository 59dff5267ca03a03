using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Benches;

public sealed class BenchTests
{
    private static readonly FieldGrid Grid = new(24, 20, dy: 4e-6, dx: 5e-6);

    /// <summary>Wavelength, waist, place of the aperture, of the lens and of the sensor, focal length, index.</summary>
    private static readonly double[] Numbers = [633e-9, 25e-6, 100e-6, 300e-6, 900e-6, 500e-6, 1.1];

    private static readonly double[] Steps = [2e-9, 5e-7, 3e-6, 3e-6, 3e-6, 5e-6, 3e-3];

    public static TheoryData<int, bool> Places
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            for (int k = 0; k < Numbers.Length; k++)
            {
                cases.Add(k, false);
                cases.Add(k, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void The_tape_gives_the_slope_of_the_picture(int place, bool rich)
    {
        double expected = RichardsonDifferences.At0(shift =>
        {
            double[] there = [.. Numbers];
            there[place] += shift;
            using NdArray<double> picture = Bench([.. there.Select(number => (Quantity)number)], rich).Picture<double>();
            using var tape = new Tape(new Compute(threads: 1));
            return Loss(tape.Constant(picture)).Value.AsReadOnlySpan()[0];
        }, Steps[place]);
        (_, NdArray<double> slope) = Gradient.Of(
            variable => Loss(Bench([.. Numbers.Select((number, k) => k == place ? variable : (Quantity)number)], rich).Picture<double>(variable.Tape)), NdArray.From(Numbers[place]));
        Assert.True(Math.Abs(slope[0] - expected) <= 1e-8 * Math.Max(Math.Abs(expected), 1e-6 / Steps[place]), $"the slope in number {place} is {slope[0]:g12}, differences give {expected:g12}");
        Assert.NotEqual(0, slope[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tape_and_arrays_give_one_picture_in_both_precisions(bool rich)
    {
        OpticalBench bench = Bench([.. Numbers.Select(number => (Quantity)number)], rich);
        using NdArray<double> arrays = bench.Picture<double>();
        using NdArray<float> single = bench.Picture<float>();
        using var tape = new Tape(new Compute(threads: 1));
        NdArray<double> recorded = bench.Picture<double>(tape).Value;
        double most = arrays.AsReadOnlySpan().ToArray().Max();
        for (int k = 0; k < arrays.AsReadOnlySpan().Length; k++)
        {
            Assert.Equal(arrays.AsReadOnlySpan()[k], recorded.AsReadOnlySpan()[k], 1e-13 * most);
            Assert.Equal(arrays.AsReadOnlySpan()[k], single.AsReadOnlySpan()[k], 1e-5 * most);
        }
    }

    [Fact]
    public void Elements_stand_in_the_order_of_z_and_the_light_goes_the_way_between_them()
    {
        var method = new AngularSpectrum();
        var bench = new OpticalBench(Grid, 633e-9, new GaussianBeam(25e-6))
        {
            Start = 50e-6,
            Method = method,
            Elements = [new ThinLens(500e-6).At(300e-6), new CircularAperture(30e-6).At(50e-6), new Prism(0.01, 0).At(300e-6)],
            Sensor = new Sensor().At(700e-6),
        };
        NdArray<Complex> field = new GaussianBeam(25e-6).Field<Complex>(Grid, 633e-9);
        field = new CircularAperture(30e-6).Plan<Complex>(Grid, 633e-9).Apply(field);
        field = method.Plan<Complex>(Grid, 633e-9, 300e-6 - 50e-6).Apply(field);
        field = new ThinLens(500e-6).Plan<Complex>(Grid, 633e-9).Apply(field);
        field = new Prism(0.01, 0).Plan<Complex>(Grid, 633e-9).Apply(field);
        field = method.Plan<Complex>(Grid, 633e-9, 700e-6 - 300e-6).Apply(field);
        OpticsOracle.AssertNear(field, bench.Field<Complex>(), 1e-14);
    }

    [Fact]
    public void The_way_to_the_sensor_may_have_a_grid_of_its_own()
    {
        var zoom = new ChirpZ { Window = new OutputWindow { Pitch = (1e-6, 1e-6), Points = (32, 32) } };
        OpticalBench bench = new(Grid, 633e-9, new PlaneWave()) { Elements = [new ThinLens(2e-3).At(0)], Sensor = new Sensor().At(2e-3, zoom) };
        Assert.Equal(new FieldGrid(32, 32, 1e-6), bench.OutputGrid());
        using NdArray<double> focus = bench.Picture<double>();
        Assert.Equal(new Shape(32, 32), focus.Shape);
        Assert.Equal(focus[16, 16], focus.AsReadOnlySpan().ToArray().Max());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => (bench with { Elements = [new ThinLens(2e-3).At(1e-3, new FresnelOneStep())] }).Picture<double>());
        Assert.Contains("only the way to the sensor", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intensities_of_modes_wavelengths_and_components_add_up()
    {
        OpticalBench One(double wavelength, LightSource source) => new(Grid, wavelength, source) { Elements = [new ThinLens(1e-3).At(100e-6)], Sensor = new Sensor().At(600e-6) };
        LightSource[] sources = [new PlaneWave { AngleX = 0.01 }, new GaussianBeam(30e-6)];
        OpticalBench both = One(633e-9, sources[0]) with { Modes = [new LightMode(sources[0], 0.3), new LightMode(sources[1], 0.9)], Spectrum = [new SpectralLine(633e-9, 0.25), new SpectralLine(500e-9, 2)] };
        using NdArray<double> sum = both.Intensity<double>();
        using var tape = new Tape(new Compute(threads: 1));
        NdArray<double> recorded = both.Intensity<double>(tape).Value;
        double expected = 0;
        foreach ((double wavelength, double weight) in new[] { (633e-9, 0.25), (500e-9, 2.0) })
        {
            for (int mode = 0; mode < 2; mode++) expected += weight * (mode == 0 ? 0.3 : 0.9) * One(wavelength, sources[mode]).Intensity<double>()[9, 13];
        }

        Assert.Equal(expected, sum[9, 13], 1e-13);
        Assert.Equal(expected, recorded[9, 13], 1e-13);

        // Crossed polarisers are dark, and a wave plate between them is not.
        var light = new PolarizedLight(new PlaneWave());
        OpticalBench crossed = new(Grid, 633e-9, light) { Elements = [new Polarizer { Angle = Math.PI / 2 }.At(10e-6)], Sensor = new Sensor().At(20e-6), Method = new AngularSpectrum { Padding = 1 } };
        Assert.Equal(0, crossed.Intensity<double>()[5, 5], 1e-15);
        OpticalBench opened = crossed with { Elements = [.. crossed.Elements, new WavePlate(Math.PI) { Angle = Math.PI / 4 }.At(5e-6)] };
        Assert.Equal(1, opened.Intensity<double>()[5, 5], 1e-13);
        Assert.Equal(1, opened.Intensity<double>(tape).Value[5, 5], 1e-13);
    }

    [Fact]
    public void What_cannot_stand_there_is_refused()
    {
        OpticalBench bench = new(Grid, 633e-9, new PlaneWave()) { Elements = [new ThinLens(1e-3).At(1e-3)], Sensor = new Sensor().At(0.5e-3) };
        Assert.Contains("before the last element", Assert.Throws<ArgumentException>(() => bench.Picture<double>()).Message, StringComparison.Ordinal);
        Assert.Contains("before the source", Assert.Throws<ArgumentException>(() => (bench with { Start = 2e-3 }).Picture<double>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new OpticalBench(Grid, 0, new PlaneWave()));
        Assert.Throws<ArgumentException>(() => bench with { Modes = [] });
        Assert.Throws<ArgumentException>(() => bench with { Modes = [new PlaneWave(), new PolarizedLight(new PlaneWave())] });
        Assert.Throws<ArgumentException>(() => bench with { Spectrum = [] });
        Assert.Throws<ArgumentException>(() => new ThinLens(1e-3).At(double.NaN));
        using var tape = new Tape(new Compute(threads: 1));
        using var other = new Tape(new Compute(threads: 1));
        OpticalBench mixed = new(Grid, 633e-9, new PlaneWave()) { Elements = [new ThinLens(other.Input(NdArray.From(1e-3))).At(1e-3)] };
        Assert.Contains("another tape", Assert.Throws<ArgumentException>(() => mixed.Picture<double>(tape)).Message, StringComparison.Ordinal);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => mixed.Picture<double>(cancellation: source.Token));
    }

    [Fact]
    public void Samples_that_do_not_hold_the_light_are_warned_of()
    {
        // A beam that stays in the window is fine; one that a lens brings to a focus narrower than the pitch is not.
        OpticalBench fine = new(new FieldGrid(64, 64, 4e-6), 633e-9, new GaussianBeam(40e-6)) { Elements = [new ThinLens(5e-3).At(100e-6)], Sensor = new Sensor().At(400e-6), Method = new AngularSpectrum() };
        Assert.Empty(fine.Warnings());
        OpticalBench coarse = fine with { Elements = [new ThinLens(100e-6).At(100e-6)] };
        Assert.Contains(coarse.Warnings(), warning => warning.StartsWith("to the sensor at z = 0.4 mm:", StringComparison.Ordinal));
        Assert.All(coarse.Warnings(), warning => Assert.DoesNotContain("to the lens", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void The_drawing_shows_every_element_and_the_axis()
    {
        OpticalElement[] elements =
        [
            new ThinLens(20e-3) { Radius = 40e-6 }, new ThinLens(-30e-3), new CircularAperture(20e-6), new CircularAperture(5e-6) { IsStop = true }, new Prism(0.001, 0), new BarGrating(10e-6),
            new SpatialLightModulator(NdArray.Zeros<double>(2, 2)), new Diffuser(Grid, 10e-6, 1), new PhaseMask(1),
        ];
        OpticalBench bench = new(Grid, 633e-9, new SphericalWave(10e-3)) { Elements = [.. elements.Select((element, k) => element.At(1e-3 * k))], Sensor = new Sensor().At(20e-3) };
        string svg = bench.ToSvg();
        System.Xml.Linq.XDocument.Parse(svg);
        Assert.All(elements, element => Assert.Contains($">{element.Label}</text>", svg, StringComparison.Ordinal));
        Assert.Contains(">z (mm)</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">20</text>", svg, StringComparison.Ordinal);
        Assert.Equal(5, svg.Split("clip-path=\"url(#field)\"").Length - 1);
        Assert.DoesNotContain("url(#field)", bench.ToSvg(rays: false), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    private static OpticalBench Bench(Quantity[] n, bool rich)
    {
        OpticalBench bench = new(Grid, n[0], new GaussianBeam(n[1]))
        {
            Index = n[6],
            Method = new AngularSpectrum(),
            Elements = [new ThinLens(n[5]) { Y = 3e-6 }.At(n[3]), new CircularAperture(31.7e-6).At(n[2])],
            Sensor = new Sensor { PointsPerPixel = 2, Gain = 7 }.At(n[4]),
        };
        return rich
            ? bench with { Spectrum = [new SpectralLine(n[0], 0.7), new SpectralLine(500e-9, 0.5)], Modes = [new LightMode(new GaussianBeam(n[1]), 0.5), new LightMode(new HermiteGauss(20e-6, 1, 0), 0.4)] }
            : bench;
    }

    private static Var<double> Loss(Var<double> picture)
    {
        NdArray<double> weights = NdArray.Zeros<double>(picture.Shape);
        new CounterRandom(9, 2).FillUniform(weights);
        return Ops.Sum(picture.Tape.Constant(weights) * picture);
    }
}
