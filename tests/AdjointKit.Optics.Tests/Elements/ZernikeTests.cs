using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using MathNet.Numerics.Integration;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

public sealed class ZernikeTests
{
    /// <summary>Radial and azimuthal orders: the table of Noll's paper, and that of the OSA.</summary>
    [Fact]
    public void Numbers_mean_the_polynomials_of_the_two_tables()
    {
        (int, int)[] noll = [(0, 0), (1, 1), (1, -1), (2, 0), (2, -2), (2, 2), (3, -1), (3, 1), (3, -3), (3, 3), (4, 0), (4, 2), (4, -2), (4, 4), (4, -4), (5, 1), (5, -1), (5, 3), (5, -3), (5, 5), (5, -5), (6, 0)];
        (int, int)[] osa = [(0, 0), (1, -1), (1, 1), (2, -2), (2, 0), (2, 2), (3, -3), (3, -1), (3, 1), (3, 3), (4, -4), (4, -2), (4, 0)];
        Assert.Equal(noll, Enumerable.Range(1, noll.Length).Select(j => Orders(ZernikePolynomial.Of(ZernikeOrder.Noll, j))));
        Assert.Equal(osa, Enumerable.Range(0, osa.Length).Select(j => Orders(ZernikePolynomial.Of(ZernikeOrder.Osa, j))));
        Assert.Throws<ArgumentOutOfRangeException>(() => ZernikePolynomial.Of(ZernikeOrder.Noll, 0));

        static (int, int) Orders(ZernikePolynomial polynomial) => (polynomial.N, polynomial.M);
    }

    [Fact]
    public void They_are_orthonormal_over_the_disc()
    {
        // Exact for products of polynomials up to order 23: Gauss points in r^2, even steps in the angle.
        const int radii = 24;
        const int angles = 48;
        var rule = new GaussLegendreRule(0, 1, radii);
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> y = tape.Constant(NdArray.Fill<double>(radii, angles, (r, a) => Math.Sqrt(rule.Abscissas[r]) * Math.Sin(2 * Math.PI * a / angles)));
        Var<double> x = tape.Constant(NdArray.Fill<double>(radii, angles, (r, a) => Math.Sqrt(rule.Abscissas[r]) * Math.Cos(2 * Math.PI * a / angles)));
        Var<double> weights = tape.Constant(NdArray.Fill<double>(radii, 1, (r, _) => rule.Weights[r] / angles));
        Var<double>[] polynomials = [.. Enumerable.Range(1, 120).Select(j => Ops.BroadcastTo(ZernikePolynomial.Of(ZernikeOrder.Noll, j).At(y, x), new Shape(radii, angles)))];
        for (int j = 0; j < polynomials.Length; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double product = Ops.Sum(weights * polynomials[j] * polynomials[k]).Value.AsReadOnlySpan()[0];
                Assert.True(Math.Abs(product - (j == k ? 1 : 0)) < 1e-12, $"numbers {j + 1} and {k + 1}: {product}");
            }
        }
    }

    [Fact]
    public void Defocus_astigmatism_and_coma_are_what_the_books_have()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        (double y, double x) = (0.3, -0.6);
        double r2 = (x * x) + (y * y);
        Assert.Equal(Math.Sqrt(3) * ((2 * r2) - 1), Value(4), 1e-14);
        Assert.Equal(Math.Sqrt(6) * 2 * x * y, Value(5), 1e-14);
        Assert.Equal(Math.Sqrt(8) * ((3 * r2) - 2) * x, Value(8), 1e-14);
        Assert.Equal(Math.Sqrt(5) * ((6 * r2 * r2) - (6 * r2) + 1), Value(11), 1e-14);

        double Value(int number) => ZernikePolynomial.Of(ZernikeOrder.Noll, number).At(tape.Constant(y), tape.Constant(x)).Value.AsReadOnlySpan()[0];
    }
}
