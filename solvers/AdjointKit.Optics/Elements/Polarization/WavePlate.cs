using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Delays one direction of the field against the other. The fast axis lies along x, unless it is turned.</summary>
/// <param name="Retardance">By how much the slow component is behind the fast one, rad: pi/2 for a quarter-wave plate, pi for a half-wave plate.</param>
public sealed record WavePlate(Quantity Retardance) : JonesElement
{
    /// <inheritdoc/>
    public override string Name => "wave plate";

    private protected override (Var<Complex> XX, Var<Complex> XY, Var<Complex> YX, Var<Complex> YY) Entries(Func<Quantity, Var<double>> number)
    {
        // Time goes as exp(-i w t): what is delayed gains phase.
        Var<double> half = 0.5 * number(Retardance);
        Var<double> twice = 2 * number(Angle);
        Var<double> mean = Ops.Cos(half);
        Var<double> apart = Ops.Sin(half);
        Var<Complex> across = Ops.ToComplex(0 * mean, -apart * Ops.Sin(twice));
        return (Ops.ToComplex(mean, -apart * Ops.Cos(twice)), across, across, Ops.ToComplex(mean, apart * Ops.Cos(twice)));
    }
}
