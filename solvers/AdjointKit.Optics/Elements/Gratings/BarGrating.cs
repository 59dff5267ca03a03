using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// Bars and gaps: open bars in a screen (a Ronchi ruling), or bars that delay. A pixel that an edge crosses has the mean of both, exactly where the bars run along an axis; of bars that are
/// turned, the mean over as wide a stretch across them as the pixel is.
/// </summary>
/// <param name="Period">The distance from bar to bar, m.</param>
public sealed record BarGrating(Quantity Period) : Grating(Period)
{
    /// <summary>The part of the period that is bar.</summary>
    public Quantity DutyCycle { get; init; } = 0.5;

    /// <summary>The phase of the bars, rad, where the gaps are open as well; null: the gaps are opaque.</summary>
    public Quantity? Phase { get; init; }

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        if (DutyCycle.Number is not (> 0 and < 1)) throw new ArgumentException($"a duty cycle of {DutyCycle.Number} is not between 0 and 1");
        Var<double> angle = at[Angle];
        Var<double> duty = at[DutyCycle];
        Var<double> half = ((0.5 * Ops.Abs(Ops.Cos(angle)) * at.Variables.PitchX) + (0.5 * Ops.Abs(Ops.Sin(angle)) * at.Variables.PitchY)) / at[Period];

        // A bar has its middle at 0.
        Var<double> u = Periods(at) + (0.5 * duty);
        Var<double> bar = (BarsUpTo(u + half, duty) - BarsUpTo(u - half, duty)) / (2 * half);
        return Phase is Quantity phase ? Ops.ToComplex(1 - bar) + Phases.Polar(bar, at[phase] / (2 * Math.PI)) : Ops.ToComplex(bar);
    }

    /// <summary>The width of bar from 0 up to u, in periods.</summary>
    private static Var<double> BarsUpTo(Var<double> u, Var<double> duty)
    {
        Var<double> whole = Ops.Floor(u);
        return (duty * whole) + Ops.Minimum(u - whole, duty);
    }
}
