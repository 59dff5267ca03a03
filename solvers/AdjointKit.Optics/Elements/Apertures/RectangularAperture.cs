using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A rectangular hole, its sides along the axes: a slit where one of them is wider than the field.</summary>
public sealed record RectangularAperture : Aperture
{
    /// <summary>Makes the aperture.</summary>
    /// <param name="height">Along y, m.</param>
    /// <param name="width">Along x, m.</param>
    /// <exception cref="ArgumentException">Not two positive numbers.</exception>
    public RectangularAperture(Quantity height, Quantity width)
    {
        Quantity.RequirePositive(height, "a height");
        Quantity.RequirePositive(width, "a width");
        Height = height;
        Width = width;
    }

    /// <summary>Along y, m.</summary>
    public Quantity Height { get; }

    /// <summary>Along x, m.</summary>
    public Quantity Width { get; }

    internal override double? HalfHeight => 0.5 * Height.Number;

    /// <inheritdoc/>
    protected internal override Var<double> Coverage(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return PixelCoverage.Rectangle(at, Y, X, Height, Width);
    }
}
