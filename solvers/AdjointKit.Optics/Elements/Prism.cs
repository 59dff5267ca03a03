using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A thin wedge: it turns the light by an angle towards y and x, by the phase k (y sin a + x sin b).</summary>
/// <param name="AngleY">The angle towards y, rad.</param>
/// <param name="AngleX">The angle towards x, rad.</param>
public sealed record Prism(Quantity AngleY, Quantity AngleX) : TransmissionElement
{
    /// <inheritdoc/>
    public override string Name => "prism";

    internal override BenchSymbol Symbol => BenchSymbol.Prism;

    internal override double? Bend(double height, double slope) => slope + Math.Sin(AngleY.Number);

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Phases.Polar((((at.Y - at[Y]) * Ops.Sin(at[AngleY])) + ((at.X - at[X]) * Ops.Sin(at[AngleX]))) / at.Wavelength);
    }
}
