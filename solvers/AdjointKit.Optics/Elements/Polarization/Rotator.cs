using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Turns the field by its angle, from x towards y: an optically active crystal, a Faraday rotator.</summary>
public sealed record Rotator : JonesElement
{
    /// <inheritdoc/>
    public override string Name => "rotator";

    private protected override (Var<Complex> XX, Var<Complex> XY, Var<Complex> YX, Var<Complex> YY) Entries(Func<Quantity, Var<double>> number)
    {
        Var<Complex> cosine = Ops.ToComplex(Ops.Cos(number(Angle)));
        Var<Complex> sine = Ops.ToComplex(Ops.Sin(number(Angle)));
        return (cosine, -sine, sine, cosine);
    }
}
