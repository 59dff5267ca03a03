using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>The linear parts of holography: dot-product tests.</summary>
internal static class HolographyChecks
{
    internal const string OffAxis = "off-axis demodulation";

    private static readonly FieldGrid Grid = new(9, 14, pitch: 2e-6);

    internal static IReadOnlyList<CheckCase> Operators { get; } =
    [
        OperatorChecks.Case("f32", OffAxis, compute => new OffAxisDemodulation<float, ComplexF>(Grid, Band, compute: compute)),
        OperatorChecks.Case("f64", OffAxis, compute => new OffAxisDemodulation<double, Complex>(Grid, Band, compute: compute)),
    ];

    private static SideBand Band => SideBand.At(2.3, -3.4, Grid);
}
