using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A paraxial beam that keeps its shape (A. E. Siegman, Lasers, 16.4): a polynomial in the place over the width, times w0 / w exp(-r^2 / w^2 + i k (z + r^2 / 2R) - i (order + 1) atan(z / zR)).
/// Every mode has the power of the Gaussian beam of amplitude 1: pi w0^2 / 2.
/// </summary>
public abstract record GaussianMode : LightSource
{
    private protected GaussianMode(Quantity waist)
    {
        Quantity.RequirePositive(waist, "a waist");
        Waist = waist;
    }

    /// <summary>The radius w0 of the waist, at which the Gaussian has fallen to 1/e in amplitude, m.</summary>
    public Quantity Waist { get; }

    /// <summary>From the waist to the plane, m; negative: the waist lies behind the plane.</summary>
    public Quantity Distance { get; init; }

    /// <summary>A bundle as wide as the waist.</summary>
    internal override IEnumerable<(double Y, double Slope)> Rays(double halfHeight) => Fan(Waist.Number, _ => Math.Sin(AngleY.Number));

    /// <summary>By how many the Gouy phase is more than that of the Gaussian beam.</summary>
    private protected abstract int Order { get; }

    /// <inheritdoc/>
    protected internal sealed override Var<Complex> Amplitudes(FieldPoints at, Var<double> y, Var<double> x)
    {
        ArgumentNullException.ThrowIfNull(at);
        Var<double> waist = at[Waist];
        Var<double> z = at[Distance];
        Var<double> range = Math.PI * Ops.Square(waist) / at.Wavelength;
        Var<double> way = z / range;
        Var<double> widening = Ops.Sqrt(1 + Ops.Square(way));
        Var<double> unit = Math.Sqrt(2) / (waist * widening);
        Var<double> v = y * unit;
        Var<double> u = x * unit;

        // In units of w / sqrt 2: r^2 / w^2 is half the square, k r^2 / 2R half the square times z / zR.
        Var<double> half = 0.5 * (Ops.Square(v) + Ops.Square(u));
        Var<double> cycles = Phases.WavesAlong(z, at.Wavelength) + (((half * way) - ((Order + 1) * Ops.Atan(way))) / (2 * Math.PI));
        return Shape(v, u) * Phases.Polar(Ops.Exp(-half) / widening, cycles);
    }

    /// <summary>The polynomial, y and x in units of w / sqrt 2.</summary>
    private protected abstract Var<Complex> Shape(Var<double> y, Var<double> x);
}
