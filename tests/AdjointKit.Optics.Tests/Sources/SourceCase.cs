namespace AdjointKit.Optics.Tests.Sources;

/// <summary>A source as a function of its numbers, where it is tested, and for each number a step that is small to it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Make">Makes it from its numbers.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="Steps">One for each number.</param>
internal sealed record SourceCase(string Name, Func<Quantity[], LightSource> Make, double[] Numbers, double[] Steps)
{
    internal static readonly FieldGrid Grid = new(12, 9, dy: 2e-6, dx: 1.7e-6);

    internal static SourceCase[] All { get; } =
    [
        new("plane wave", q => new PlaneWave { AngleY = q[0], AngleX = q[1], Scale = q[2] }, [0.03, -0.05, 1.3], [1e-3, 1e-3, 0.1]),
        new("spherical wave", q => new SphericalWave(q[0]) { Y = q[1], X = q[2] }, [60e-6, 1e-6, -2e-6], [5e-9, 5e-8, 5e-8]),
        new("converging wave", q => new SphericalWave(q[0]) { AngleX = q[1] }, [-60e-6, 0.02], [5e-9, 1e-3]),
        new("Gaussian beam", q => new GaussianBeam(q[0]) { Distance = q[1], Y = q[2], X = q[3], AngleY = q[4] }, [6e-6, 110e-6, 1e-6, -2e-6, 0.02], [2e-7, 5e-9, 1e-7, 1e-7, 1e-3]),
        new("Hermite-Gauss beam", q => new HermiteGauss(q[0], 3, 2) { Distance = q[1], Y = q[2], X = q[3] }, [4e-6, -70e-6, 1e-6, -2e-6], [1e-7, 5e-9, 1e-7, 1e-7]),
        new("Laguerre-Gauss beam", q => new LaguerreGauss(q[0], 2, -3) { Distance = q[1], Y = q[2], X = q[3] }, [4e-6, -70e-6, 1e-6, -2e-6], [1e-7, 5e-9, 1e-7, 1e-7]),
        new("polarised beam", q => new PolarizedLight(new GaussianBeam(q[0])) { Angle = q[1], Ellipticity = q[2] }, [6e-6, 0.7, 0.2], [2e-7, 0.1, 0.1]),
    ];
}
