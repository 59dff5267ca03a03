using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A plane wave of amplitude 1, along the axis or at an angle.</summary>
public sealed record PlaneWave : LightSource
{
    /// <inheritdoc/>
    public override string Name => "plane wave";

    /// <inheritdoc/>
    protected internal override Var<Complex> Amplitudes(FieldPoints at, Var<double> y, Var<double> x)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at.Row.Tape.Constant(Complex.One);
    }
}
