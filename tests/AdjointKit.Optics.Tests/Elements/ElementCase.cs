using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics.Tests.Elements;

/// <summary>An element as a function of its numbers, where it is tested, and for each number a step that is small to it: a tenth of a radian, a fifth of a pixel.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Make">Makes it from its numbers.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="Steps">One for each number.</param>
internal sealed record ElementCase(string Name, Func<Quantity[], OpticalElement> Make, double[] Numbers, double[] Steps)
{
    internal static readonly FieldGrid Grid = new(12, 9, dy: 2e-6, dx: 1.7e-6);

    /// <summary>Names of numbers are places in the list; behind them come wavelength, index, pitch y and pitch x.</summary>
    internal static ElementCase[] All { get; } =
    [
        new("lens", q => new ThinLens(q[0]) { Y = q[1], X = q[2], TiltY = q[3], TiltX = q[4] }, [150e-6, 1e-6, -0.7e-6, 0.2, -0.3], [2e-6, 1e-7, 1e-7, 0.05, 0.05]),
        new("spherical lens", q => new ThinLens(q[0]) { IsSpherical = true, Y = q[1], X = q[2], TiltY = q[3], TiltX = q[4] }, [-40e-6, 1e-6, -0.7e-6, 0.2, -0.3], [1e-6, 1e-7, 1e-7, 0.05, 0.05]),
        new("lens with a rim", q => new ThinLens(q[0]) { Y = q[1], X = q[2], Radius = q[3] }, [150e-6, 0.3e-6, -0.2e-6, 6.13e-6], [2e-6, 3e-9, 3e-9, 3e-9]),
        new("prism", q => new Prism(q[0], q[1]) { Y = q[2], X = q[3] }, [0.03, -0.05, 1e-6, 2e-6], [3e-3, 3e-3, 1e-7, 1e-7]),
        new("circular aperture", q => new CircularAperture(q[0]) { Y = q[1], X = q[2] }, [6.13e-6, 0.31e-6, -0.22e-6], [3e-9, 3e-9, 3e-9]),
        new("circular stop", q => new CircularAperture(q[0]) { IsStop = true, Y = q[1], X = q[2] }, [5.13e-6, 0.31e-6, -0.22e-6], [3e-9, 3e-9, 3e-9]),
        new("annular aperture", q => new AnnularAperture(q[0], q[1]) { Y = q[2], X = q[3] }, [2.13e-6, 6.53e-6, 0.31e-6, -0.22e-6], [3e-9, 3e-9, 3e-9, 3e-9]),
        new("rectangular aperture", q => new RectangularAperture(q[0], q[1]) { Y = q[2], X = q[3] }, [9e-6, 7e-6, 0.3e-6, -0.2e-6], [1e-8, 1e-8, 1e-8, 1e-8]),
        new("double slit", q => new Openings(new RectangularAperture(15.1e-6, q[0]) { X = q[1] }, new RectangularAperture(15.1e-6, q[0]) { X = q[2] }), [2.1e-6, 3e-6, -3.3e-6], [1e-8, 1e-8, 1e-8]),
        new("grey filter", q => new AmplitudeMask(q[0]), [0.3], [0.01]),
        new("phase plate", q => new PhaseMask(q[0]), [7.3], [0.05]),
        new("diffuser", q => new Diffuser(Grid, 4e-6, q[0]), [1.1], [0.05]),
        new("Zernike aberration, Noll", q => new ZernikeAberration(q[0], Table(q[1..7], 6)) { Y = q[7], X = q[8] }, [13e-6, 50e-9, 80e-9, -60e-9, 90e-9, 100e-9, -70e-9, 0.3e-6, -0.4e-6], [2e-8, 1e-8, 1e-8, 1e-8, 1e-8, 1e-8, 1e-8, 2e-8, 2e-8]),
        new("Zernike aberration, OSA", q => new ZernikeAberration(11.3e-6, Table([0, 0, 0, 0, 0, 0, 0, 0, .. q], 14)) { Order = ZernikeOrder.Osa }, [50e-9, 80e-9, -60e-9, 90e-9, 30e-9, 20e-9], [1e-8, 1e-8, 1e-8, 1e-8, 1e-8, 1e-8]),
        new("cosine grating", q => new CosineGrating(q[0], q[1]) { Angle = q[2], Y = q[3], X = q[4] }, [5.1e-6, 0.8, 0.4, 0.3e-6, -0.4e-6], [2e-8, 0.05, 0.01, 1e-7, 1e-7]),
        new("cosine phase grating", q => new CosinePhaseGrating(q[0], q[1]) { Angle = q[2], Y = q[3], X = q[4] }, [5.1e-6, 1.3, -0.4, 0.3e-6, -0.4e-6], [2e-8, 0.05, 0.01, 1e-7, 1e-7]),
        new("bar grating", q => new BarGrating(q[0]) { DutyCycle = q[1], Angle = q[2], Y = q[3], X = q[4] }, [7.1e-6, 0.37, 0.31, 0.21e-6, -0.37e-6], [1e-9, 1e-3, 1e-3, 3e-9, 3e-9]),
        new("bar grating of phase", q => new BarGrating(q[0]) { DutyCycle = q[1], Phase = q[2], X = q[3] }, [7.1e-6, 0.37, 2.1, -0.37e-6], [1e-9, 1e-3, 0.05, 3e-9]),
        new("blazed grating", q => new BlazedGrating(q[0], q[1]) { Angle = q[2], Y = q[3], X = q[4] }, [7.1e-6, 5.3, 0.31, 0.21e-6, -0.37e-6], [1e-9, 0.05, 1e-3, 3e-9, 3e-9]),
        new("SLM", q => new SpatialLightModulator(Table(q[..6], 3, 2)) { PointsPerPixel = 3, FillFactor = 0.5, GapAmplitude = q[6] }, [0.3, -0.2, 5, 1, 0.7, 2, 0.4], [0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05]),
    ];

    /// <summary>Numbers as one array, one of them perhaps a variable.</summary>
    internal static Quantity Table(Quantity[] numbers, params nint[] lengths)
    {
        Tape? tape = numbers.Select(number => number.Tape).FirstOrDefault(candidate => candidate is not null);
        return tape is null
            ? NdArray.From([.. numbers.Select(number => number.Number)]).Reshape(lengths)
            : Ops.Reshape(Ops.Concat<double>([.. numbers.Select(number => Ops.Reshape(number.On(tape), 1))]), lengths);
    }

    /// <summary>Only for messages.</summary>
    public override string ToString() => Name;
}
