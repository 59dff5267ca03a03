using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A Gaussian beam, of amplitude 1 in the middle of its waist.</summary>
public sealed record GaussianBeam : GaussianMode
{
    /// <summary>Makes the beam.</summary>
    /// <param name="waist">The radius w0 of the waist, at which the amplitude has fallen to 1/e, m.</param>
    /// <exception cref="ArgumentException">Not a positive number.</exception>
    public GaussianBeam(Quantity waist)
        : base(waist)
    {
    }

    /// <inheritdoc/>
    public override string Name => "Gaussian beam";

    private protected override int Order => 0;

    private protected override Var<Complex> Shape(Var<double> y, Var<double> x) => y.Tape.Constant(Complex.One);
}
