using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A phase grating without edges, exp(i a cos(2 pi u / d)): order n has the amplitude i^n J_n(a).</summary>
/// <param name="Period">The distance d from line to line, m.</param>
/// <param name="Phase">a: half the phase from line to gap, rad.</param>
public sealed record CosinePhaseGrating(Quantity Period, Quantity Phase) : Grating(Period)
{
    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Phases.Polar(at[Phase] / (2 * Math.PI) * Ops.Cos(2 * Math.PI * Periods(at)));
    }
}
