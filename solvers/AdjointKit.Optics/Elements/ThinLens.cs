using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A thin lens: the phase -k r^2 / 2f, or that of a sphere around the focus, -k (sqrt(r^2 + f^2) - f). A lens that is tilted is seen foreshortened, as a flat diffractive one is: its
/// focal length across the axis of the tilt is f cos^2 of the angle.
/// </summary>
public sealed record ThinLens : TransmissionElement
{
    /// <summary>Makes a lens.</summary>
    /// <param name="focalLength">In the medium, m; negative: a diverging lens.</param>
    /// <exception cref="ArgumentException">Zero, or not a number.</exception>
    public ThinLens(Quantity focalLength)
    {
        Quantity.RequireFinite(focalLength, "a focal length");
        if (focalLength.Number == 0) throw new ArgumentException("a focal length of 0 m brings light to a point in the lens itself: give it in metres, 0.1 say", nameof(focalLength));
        FocalLength = focalLength;
    }

    /// <inheritdoc/>
    public override string Name => "lens";

    /// <summary>In the medium, m; negative: a diverging lens.</summary>
    public Quantity FocalLength { get; }

    /// <summary>The phase of a sphere, which brings a plane wave to a point at any angle; otherwise the paraxial phase.</summary>
    public bool IsSpherical { get; init; }

    /// <summary>The radius of the rim, beyond which no light goes through, m; null: a lens as wide as the field.</summary>
    public Quantity? Radius { get; init; }

    /// <summary>The angle by which the lens is tilted so that its y axis leans along z, rad.</summary>
    public Quantity TiltY { get; init; }

    /// <summary>The angle by which the lens is tilted so that its x axis leans along z, rad.</summary>
    public Quantity TiltX { get; init; }

    internal override BenchSymbol Symbol => FocalLength.Number > 0 ? BenchSymbol.Lens : BenchSymbol.DivergingLens;

    internal override string Label => $"lens, f = {1e3 * FocalLength.Number:0.###} mm";

    internal override double? HalfHeight => Radius?.Number;

    internal override double? Bend(double height, double slope) => Math.Abs(height) > (Radius?.Number ?? double.PositiveInfinity) ? null : slope - (height / FocalLength.Number);

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        Var<double> f = at[FocalLength];
        Var<double> squared = Ops.Square((at.Y - at[Y]) / Ops.Cos(at[TiltY])) + Ops.Square((at.X - at[X]) / Ops.Cos(at[TiltX]));
        Var<double> cycles = -squared / (2 * at.Wavelength * f);

        // sqrt(r^2 + f^2) - |f| = r^2 / (|f| (1 + sqrt(1 + r^2/f^2))), without the difference of two long ways.
        if (IsSpherical) cycles *= 2 / (1 + Ops.Sqrt(1 + (squared / Ops.Square(f))));
        return Radius is Quantity radius ? Phases.Polar(PixelCoverage.Disc(at, Y, X, radius), cycles) : Phases.Polar(cycles);
    }
}
