using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>The light of a point, |z| / r exp(i k r): of amplitude 1 in the plane straight before the point. Its place is that of the point.</summary>
public sealed record SphericalWave : LightSource
{
    /// <summary>Makes the wave.</summary>
    /// <param name="distance">From the point to the plane, m; negative: the light converges to a point so far behind the plane.</param>
    /// <exception cref="ArgumentException">Zero, or not a number.</exception>
    public SphericalWave(Quantity distance)
    {
        Quantity.RequireFinite(distance, "a distance");
        if (distance.Number == 0) throw new ArgumentException("the field of a point is infinite in the point itself: give a distance in metres, 0.1 say", nameof(distance));
        Distance = distance;
    }

    /// <inheritdoc/>
    public override string Name => "point source";

    /// <summary>From the point to the plane, m.</summary>
    public Quantity Distance { get; }

    internal override IEnumerable<(double Y, double Slope)> Rays(double halfHeight) => Fan(halfHeight, y => Math.Sin(AngleY.Number) + (y / Distance.Number));

    /// <inheritdoc/>
    protected internal override Var<Complex> Amplitudes(FieldPoints at, Var<double> y, Var<double> x)
    {
        ArgumentNullException.ThrowIfNull(at);
        Var<double> signed = at[Distance];
        double sign = Math.Sign(Distance.Number);
        Var<double> z = sign * signed;
        Var<double> across = Ops.Square(y) + Ops.Square(x);
        Var<double> r = Ops.Sqrt(across + Ops.Square(z));
        return Phases.Polar(z / r, Phases.WavesAlong(signed, at.Wavelength) + (sign * across / (at.Wavelength * (r + z))));
    }
}
