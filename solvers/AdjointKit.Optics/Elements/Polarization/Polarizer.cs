using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Lets one direction of the field through: along x, unless it is turned.</summary>
public sealed record Polarizer : JonesElement
{
    /// <inheritdoc/>
    public override string Name => "polariser";

    private protected override (Var<Complex> XX, Var<Complex> XY, Var<Complex> YX, Var<Complex> YY) Entries(Func<Quantity, Var<double>> number)
    {
        Var<Complex> cosine = Ops.ToComplex(Ops.Cos(number(Angle)));
        Var<Complex> sine = Ops.ToComplex(Ops.Sin(number(Angle)));
        return (cosine * cosine, cosine * sine, cosine * sine, sine * sine);
    }
}
