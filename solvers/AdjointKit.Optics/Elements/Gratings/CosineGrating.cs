using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>An amplitude grating without edges, (1 + m cos(2 pi u / d)) / 2: three orders of light, 0 and +-1.</summary>
/// <param name="Period">The distance d from line to line, m.</param>
/// <param name="Contrast">m: 1 for lines that are black between.</param>
public sealed record CosineGrating(Quantity Period, Quantity Contrast) : Grating(Period)
{
    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Ops.ToComplex(0.5 + (0.5 * at[Contrast] * Ops.Cos(2 * Math.PI * Periods(at))));
    }
}
