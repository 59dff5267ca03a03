using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>The aberration of a round pupil as a sum of Zernike polynomials, each scaled to a root mean square of 1 over the pupil. Around the pupil the light goes by as it is.</summary>
public sealed record ZernikeAberration : TransmissionElement
{
    /// <summary>Makes the aberration.</summary>
    /// <param name="radius">The radius of the pupil, m.</param>
    /// <param name="coefficients">How much longer the optical path is, root mean square, for each polynomial in the order, m: a list from the first one on.</param>
    /// <exception cref="ArgumentException">Not a positive radius, or not a list.</exception>
    public ZernikeAberration(Quantity radius, Quantity coefficients)
    {
        Quantity.RequirePositive(radius, "a radius");
        if (coefficients.Shape.Rank != 1 || coefficients.Shape.Count < 1) throw new ArgumentException($"Zernike coefficients are a list of numbers: these have the shape {coefficients.Shape}", nameof(coefficients));
        Radius = radius;
        Coefficients = coefficients;
    }

    /// <inheritdoc/>
    public override string Name => "aberration";

    /// <summary>The radius of the pupil, m; where its edge runs is a constant to derivatives.</summary>
    public Quantity Radius { get; }

    /// <summary>How much longer the optical path is, root mean square, for each polynomial, m.</summary>
    public Quantity Coefficients { get; }

    /// <summary>The order of the polynomials.</summary>
    public ZernikeOrder Order { get; init; }

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        Var<double> radius = at[Radius];
        Var<double> y = (at.Y - at[Y]) / radius;
        Var<double> x = (at.X - at[X]) / radius;
        Var<double> coefficients = at.Whole(Coefficients);
        Var<double> path = at.Row.Tape.Constant(0.0);
        int first = Order == ZernikeOrder.Noll ? 1 : 0;
        for (int k = 0; k < coefficients.Shape[0]; k++) path += Ops.Select(coefficients, 0, k) * ZernikePolynomial.Of(Order, first + k).At(y, x);

        // The path is one in vacuum.
        Var<double> within = Ops.Square(y) + Ops.Square(x) <= 1;
        return Phases.Polar(Ops.Where(within, path / at.Variables.Wavelength, 0));
    }
}
