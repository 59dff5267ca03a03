using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A ring: a round hole with a round stop in its middle.</summary>
public sealed record AnnularAperture : Aperture
{
    /// <summary>Makes the aperture.</summary>
    /// <param name="innerRadius">m.</param>
    /// <param name="outerRadius">m.</param>
    /// <exception cref="ArgumentException">Not two positive numbers, or the inner one is not the smaller one.</exception>
    public AnnularAperture(Quantity innerRadius, Quantity outerRadius)
    {
        Quantity.RequirePositive(innerRadius, "an inner radius");
        Quantity.RequirePositive(outerRadius, "an outer radius");
        if (innerRadius.Number >= outerRadius.Number) throw new ArgumentException($"an inner radius of {innerRadius.Number} m leaves no ring within an outer one of {outerRadius.Number} m", nameof(innerRadius));
        InnerRadius = innerRadius;
        OuterRadius = outerRadius;
    }

    /// <summary>m.</summary>
    public Quantity InnerRadius { get; }

    /// <summary>m.</summary>
    public Quantity OuterRadius { get; }

    internal override double? HalfHeight => OuterRadius.Number;

    internal override double? Bend(double height, double slope) =>
        (Math.Abs(height) < OuterRadius.Number && Math.Abs(height) > InnerRadius.Number) == IsStop ? null : slope;

    /// <inheritdoc/>
    protected internal override Var<double> Coverage(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return PixelCoverage.Disc(at, Y, X, OuterRadius) - PixelCoverage.Disc(at, Y, X, InnerRadius);
    }
}
