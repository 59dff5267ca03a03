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

    internal static IReadOnlyList<CheckCase> Operators { get; } =
    [
        .. Elements.SelectMany(element => (CheckCase[])
        [
            OperatorChecks.Case("f32", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<ComplexF>(Grid, Wavelength, compute: compute)),
            OperatorChecks.Case("f64", element.Name, compute => element.Make(new CheckedNumbers(element.Count)).Plan<Complex>(Grid, Wavelength, compute: compute)),
        ]),
    ];

    internal static IReadOnlyList<CheckCase> Gradients { get; } =
    [
        .. Elements.Select(element => new CheckCase(NameOf(element.Name), "f64", (compute, seed) => InNumbers(element.Name, element.Count, element.Make, compute, seed))),
    ];

    /// <summary>The elements by name.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Elements.Select(element => element.Name)];

    internal static string NameOf(string element) => $"{element}, its numbers, wavelength, pitch";

    /// <summary>In its numbers and, behind them, wavelength and pitch; a reference wave beside the field makes its phase count.</summary>
    private static CheckResult InNumbers(string name, int count, Func<CheckedNumbers, OpticalElement> make, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = compute.Empty<Complex>(Grid.Shape);
        compute.Backend.FillNormal(field, new CounterRandom(seed));
        return CheckedNumbers.Check(
            NameOf(name),
            count + 3,
            x => Ops.AbsSquared(make(x).Apply(x.Tape.Constant(field), x.Variables(count, Grid, Wavelength)) + 0.5),
            compute,
            seed);
    }
}
