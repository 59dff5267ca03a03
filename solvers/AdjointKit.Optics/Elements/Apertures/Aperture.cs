using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A hole in a screen, or a stop of that shape. The amplitude of a point is the part of its pixel that is open, in closed form: smooth in size and place, and right to second order where
/// an aperture of whole pixels is not.
/// </summary>
public abstract record Aperture : TransmissionElement
{
    /// <inheritdoc/>
    public override string Name => IsStop ? "stop" : "aperture";

    /// <summary>Whether the shape is what stops the light, and all around it is open.</summary>
    public bool IsStop { get; init; }

    internal override BenchSymbol Symbol => IsStop ? BenchSymbol.Stop : BenchSymbol.Aperture;

    /// <summary>Of a ray a shape is asked in the plane x = 0 through its middle.</summary>
    internal override double? Bend(double height, double slope) => HalfHeight is double half && (Math.Abs(height) > half) != IsStop ? null : slope;

    /// <summary>The part of each pixel that the shape covers, [rows, columns].</summary>
    /// <param name="at">The points, and the numbers there.</param>
    protected internal abstract Var<double> Coverage(FieldPoints at);

    /// <inheritdoc/>
    protected internal sealed override Var<Complex> Transmittance(FieldPoints at)
    {
        Var<double> covered = Coverage(at);
        return Ops.ToComplex(IsStop ? 1 - covered : covered);
    }
}
