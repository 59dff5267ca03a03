using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A Hermite-Gauss beam: m dark lines across y, n across x.</summary>
public sealed record HermiteGauss : GaussianMode
{
    /// <summary>Makes the beam.</summary>
    /// <param name="waist">The radius w0 of the waist, m.</param>
    /// <param name="m">The order along y, from 0 on.</param>
    /// <param name="n">The order along x, from 0 on.</param>
    /// <exception cref="ArgumentException">A waist that is not positive, or a negative order.</exception>
    public HermiteGauss(Quantity waist, int m, int n)
        : base(waist)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        M = m;
        N = n;
    }

    /// <inheritdoc/>
    public override string Name => $"Hermite-Gauss beam {M}, {N}";

    /// <summary>The order along y.</summary>
    public int M { get; }

    /// <summary>The order along x.</summary>
    public int N { get; }

    private protected override int Order => M + N;

    private protected override Var<Complex> Shape(Var<double> y, Var<double> x) => Ops.ToComplex(Hermite(M, y) * Hermite(N, x));

    /// <summary>H_n(u) / sqrt(2^n n!), by the recurrence of these.</summary>
    private static Var<double> Hermite(int n, Var<double> u)
    {
        (Var<double> before, Var<double> now) = (u.Tape.Constant(0.0), u.Tape.Constant(1.0));
        for (int k = 0; k < n; k++) (before, now) = (now, (Math.Sqrt(2.0 / (k + 1)) * u * now) - (Math.Sqrt((double)k / (k + 1)) * before));
        return now;
    }
}
