using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A grating of wedges: the phase rises evenly over each period and falls back at once, which sends all light into one order where it rises by 2 pi. Where it falls back is a constant to derivatives.</summary>
/// <param name="Period">The distance from wedge to wedge, m.</param>
/// <param name="Phase">By how much the phase rises, rad; negative: the other way.</param>
public sealed record BlazedGrating(Quantity Period, Quantity Phase) : Grating(Period)
{
    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        Var<double> u = Periods(at);
        return Phases.Polar(at[Phase] / (2 * Math.PI) * (u - Ops.Floor(u)));
    }
}
