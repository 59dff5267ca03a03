using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>Optical elements: dot-product tests of each as an operator, gradient checks in its own numbers, the wavelength and the pitch.</summary>
internal static class ElementChecks
{
    private const double Wavelength = 633e-9;

    private static readonly FieldGrid Grid = new(7, 6, dy: 1.1e-6, dx: 0.9e-6);

    /// <summary>Elements as functions of their numbers.</summary>
    private static readonly (string Name, int Count, Func<CheckedNumbers, OpticalElement> Make)[] Elements =
    [
        ("lens", 5, n => new ThinLens(n[0, 40e-6]) { Y = n[1, 1e-6], X = n[2, -0.7e-6], TiltY = n[3, 0.2], TiltX = n[4, -0.3] }),
        ("spherical lens with a rim", 4, n => new ThinLens(n[0, 40e-6]) { IsSpherical = true, Y = n[1, 0.3e-6], X = n[2, -0.2e-6], Radius = n[3, 2.13e-6] }),
        ("prism", 2, n => new Prism(n[0, 0.1], n[1, -0.2])),
        ("circular aperture", 3, n => new CircularAperture(n[0, 2.13e-6]) { Y = n[1, 0.3e-6], X = n[2, -0.2e-6] }),
        ("annular aperture", 2, n => new AnnularAperture(n[0, 0.83e-6], n[1, 2.13e-6]) { Y = 0.3e-6, X = -0.2e-6 }),
        ("rectangular aperture", 4, n => new RectangularAperture(n[0, 4.1e-6], n[1, 3.3e-6]) { Y = n[2, 0.3e-6], X = n[3, -0.2e-6] }),
        ("openings", 2, n => new Openings(new RectangularAperture(5.2e-6, n[0, 0.8e-6]) { X = 1e-6 }, new RectangularAperture(5.2e-6, 0.8e-6) { X = n[1, -1e-6] })),
        ("amplitude mask", 1, n => new AmplitudeMask(n[0, 0.3])),
        ("phase mask", 1, n => new PhaseMask(n[0, 1.3])),
        ("diffuser", 1, n => new Diffuser(Grid, 2e-6, n[0, 0.8])),
        ("cosine grating", 3, n => new CosineGrating(n[0, 3.1e-6], n[1, 0.8]) { Angle = n[2, 0.4] }),
        ("cosine phase grating", 3, n => new CosinePhaseGrating(n[0, 3.1e-6], n[1, 0.8]) { Angle = n[2, 0.4] }),
        ("bar grating", 3, n => new BarGrating(n[0, 4.3e-6]) { DutyCycle = n[1, 0.43], Phase = n[2, 1.1], X = 0.07e-6 }),
        ("blazed grating", 2, n => new BlazedGrating(n[0, 40e-6], n[1, 5.3]) { X = -10e-6 }),
        ("Zernike aberration", 6, n => new ZernikeAberration(3.9e-6, n.All(50e-9, 6))),
        ("spatial light modulator", 6, n => new SpatialLightModulator(n.All(1.3, 3, 2)) { PointsPerPixel = 2, FillFactor = 0.6, GapAmplitude = 0.3 }),
    ];

    /// <summary>Elements of polarised light.</summary>
    private static readonly (string Name, int Count, Func<CheckedNumbers, OpticalElement> Make)[] Polarizing =
    [
        ("polariser", 1, n => new Polarizer { Angle = n[0, 0.4] }),
        ("wave plate", 2, n => new WavePlate(n[0, 1.1]) { Angle = n[1, 0.4] }),
        ("rotator", 1, n => new Rotator { Angle = n[0, 0.4] }),
    ];

    /// <summary>Sources as functions of their numbers.</summary>
    private static readonly (string Name, int Count, Func<CheckedNumbers, LightSource> Make)[] Sources =
    [
        ("plane wave", 3, n => new PlaneWave { AngleY = n[0, 0.1], AngleX = n[1, -0.2], Scale = n[2, 1.3] }),
        ("spherical wave", 3, n => new SphericalWave(n[0, 10e-6]) { Y = n[1, 0.7e-6], X = n[2, -1e-6] }),
        ("Gaussian beam", 4, n => new GaussianBeam(n[0, 2e-6]) { Distance = n[1, 8e-6], Y = n[2, 0.7e-6], AngleX = n[3, 0.1] }),
        ("Hermite-Gauss beam", 2, n => new HermiteGauss(n[0, 2e-6], 2, 1) { Distance = n[1, 8e-6] }),
        ("Laguerre-Gauss beam", 2, n => new LaguerreGauss(n[0, 2e-6], 1, -2) { Distance = n[1, 8e-6] }),
        ("polarised light", 2, n => new PolarizedLight(new GaussianBeam(2e-6)) { Angle = n[0, 0.4], Ellipticity = n[1, 0.2] }),
    ];

    internal static IReadOnlyList<CheckCase> Operators { get; } =
    [
        .. Elements.SelectMany(element => (CheckCase[])
        [
            OperatorChecks.Case("f32", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<ComplexF>(Grid, Wavelength, compute: compute)),
            OperatorChecks.Case("f64", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<Complex>(Grid, Wavelength, compute: compute)),
        ]),
        .. Polarizing.SelectMany(element => (CheckCase[])
        [
            OperatorChecks.Case("f32", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<ComplexF>(Grid, Wavelength, fields: [2], compute: compute)),
            OperatorChecks.Case("f64", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<Complex>(Grid, Wavelength, fields: [2], compute: compute)),
        ]),
    ];

    internal static IReadOnlyList<CheckCase> Gradients { get; } =
    [
        .. Elements.Select(element => new CheckCase(NameOf(element.Name), "f64", (compute, seed) => InNumbers(element.Name, element.Count, element.Make, Grid.Shape, compute, seed))),
        .. Polarizing.Select(element => new CheckCase(NameOf(element.Name), "f64", (compute, seed) => InNumbers(element.Name, element.Count, element.Make, new Shape(2, Grid.Ny, Grid.Nx), compute, seed))),
        .. Sources.Select(source => new CheckCase(NameOf(source.Name), "f64", (compute, seed) => CheckedNumbers.Check(
            NameOf(source.Name),
            source.Count + 3,
            x => Ops.AbsSquared(source.Make(x).Field<Complex>(Grid.Ny, Grid.Nx, x.Variables(source.Count, Grid, Wavelength)) + 0.5),
            compute,
            seed))),
        new(Picture, "f64", InLight),
        new(Bench, "f64", (compute, seed) => CheckedNumbers.Check(Bench, 6, n => BenchOf(n).Picture<double>(n.Tape), compute, seed)),
        new(BenchField, "f64", (compute, seed) => CheckedNumbers.Check(BenchField, 6, n => Ops.AbsSquared(BenchOf(n).Field<Complex>(n.Tape) + 0.5), compute, seed)),
    ];

    /// <summary>The elements by name.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Elements.Concat(Polarizing).Select(element => element.Name)];

    /// <summary>The sources by name.</summary>
    internal static IReadOnlyList<string> SourceNames { get; } = [.. Sources.Select(source => source.Name)];

    internal const string Bench = "picture of a bench, wavelength, places, sizes, index";

    internal const string BenchField = "field of a bench, wavelength, places, sizes, index";

    internal const string Picture = "picture of a sensor, light";

    internal static string NameOf(string element) => $"{element}, its numbers, wavelength, pitch";

    /// <summary>In its numbers and, behind them, wavelength and pitch; a reference wave beside the field makes its phase count.</summary>
    private static CheckResult InNumbers(string name, int count, Func<CheckedNumbers, OpticalElement> make, Shape shape, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = compute.Empty<Complex>(shape);
        compute.Backend.FillNormal(field, new CounterRandom(seed));
        return CheckedNumbers.Check(
            NameOf(name),
            count + 3,
            x => Ops.AbsSquared(make(x).Apply(x.Tape.Constant(field), x.Variables(count, Grid, Wavelength)) + 0.5),
            compute,
            seed);
    }

    private static OpticalBench BenchOf(CheckedNumbers n) => new(Grid, n[0, Wavelength], new GaussianBeam(n[1, 2e-6]))
    {
        Index = n[2, 1.2],
        Method = new AngularSpectrum(),
        Elements = [new CircularAperture(2.13e-6).At(n[3, 1e-6]), new ThinLens(n[4, 30e-6]) { X = 0.4e-6 }.At(3e-6)],
        Sensor = new Sensor { Gain = 3 }.At(n[5, 9e-6]),
    };

    /// <summary>What has no differences by itself, noise and steps, is left out here; the tests hold it against this.</summary>
    private static CheckResult InLight(Compute compute, ulong seed)
    {
        using NdArray<Complex> field = compute.Empty<Complex>(new Shape(8, 6));
        compute.Backend.FillNormal(field, new CounterRandom(seed));
        var sensor = new Sensor { PointsPerPixel = 2, FillFactor = 0.6, Gain = 100, FullWell = 1e6 };
        return GradCheck.Run<Complex>(Picture, x => sensor.Read(Ops.AbsSquared(x)), field, new GradCheckOptions { Seed = seed }, compute);
    }
}
