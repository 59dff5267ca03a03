using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A round hole.</summary>
public sealed record CircularAperture : Aperture
{
    /// <summary>Makes the aperture.</summary>
    /// <param name="radius">m.</param>
    /// <exception cref="ArgumentException">Not a positive number.</exception>
    public CircularAperture(Quantity radius)
    {
        Quantity.RequirePositive(radius, "a radius");
        Radius = radius;
    }

    /// <summary>m.</summary>
    public Quantity Radius { get; }

    internal override double? HalfHeight => Radius.Number;

    /// <inheritdoc/>
    protected internal override Var<double> Coverage(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return PixelCoverage.Disc(at, Y, X, Radius);
    }
}
