using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A Laguerre-Gauss beam: p dark rings, and a phase that turns l times around the axis, from x towards y.</summary>
public sealed record LaguerreGauss : GaussianMode
{
    /// <summary>Makes the beam.</summary>
    /// <param name="waist">The radius w0 of the waist, m.</param>
    /// <param name="p">The radial order, from 0 on.</param>
    /// <param name="l">The azimuthal order, of either sign.</param>
    /// <exception cref="ArgumentException">A waist that is not positive, or a negative radial order.</exception>
    public LaguerreGauss(Quantity waist, int p, int l)
        : base(waist)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        P = p;
        L = l;
    }

    /// <inheritdoc/>
    public override string Name => $"Laguerre-Gauss beam {P}, {L}";

    /// <summary>The radial order.</summary>
    public int P { get; }

    /// <summary>The azimuthal order.</summary>
    public int L { get; }

    private protected override int Order => (2 * P) + Math.Abs(L);

    private protected override Var<Complex> Shape(Var<double> y, Var<double> x)
    {
        // (u +- i v)^|l| L_p^|l|(u^2 + v^2) sqrt(p! / (p + |l|)!), the root taken into the powers and the polynomial.
        int order = Math.Abs(L);
        Var<Complex> turning = Ops.ToComplex(x + (0 * y), L < 0 ? (0 * x) - y : (0 * x) + y);
        Var<Complex> result = y.Tape.Constant(Complex.One);
        for (int k = 1; k <= order; k++) result *= turning / Math.Sqrt(k);
        Var<double> t = Ops.Square(y) + Ops.Square(x);
        (Var<double> before, Var<double> now) = (y.Tape.Constant(0.0), y.Tape.Constant(1.0));
        double scale = 1;
        for (int k = 0; k < P; k++)
        {
            (before, now) = (now, ((((2 * k) + 1 + order - t) * now) - ((k + order) * before)) / (k + 1));
            scale *= (k + 1.0) / (k + 1 + order);
        }

        return Math.Sqrt(scale) * result * Ops.ToComplex(now);
    }
}
