using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// One Zernike polynomial on the unit disc, of radial order n and azimuthal order m, the cosine for m of 0 and above and the sine below, scaled to a mean square of 1: they are orthonormal for
/// the mean over the disc. The angle counts from x towards y.
/// </summary>
/// <param name="N">The radial order.</param>
/// <param name="M">The azimuthal order, -n to n in steps of 2.</param>
public readonly record struct ZernikePolynomial(int N, int M)
{
    /// <summary>The polynomial of a number in an order.</summary>
    /// <param name="order">How they are counted.</param>
    /// <param name="number">From 1 on (Noll), from 0 on (OSA).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number that the order does not have.</exception>
    public static ZernikePolynomial Of(ZernikeOrder order, int number)
    {
        int first = order == ZernikeOrder.Noll ? 1 : 0;
        if (number < first) throw new ArgumentOutOfRangeException(nameof(number), number, $"Zernike polynomials in the order of {order} are counted from {first}");
        int place = number - first;
        int n = 0;
        while (place > n) place -= ++n;
        if (order == ZernikeOrder.Osa) return new ZernikePolynomial(n, (2 * place) - n);

        // Within a radial order |m| rises in pairs, from 0 or 1 on; even numbers have the cosine.
        int m = n % 2 == 0 ? 2 * ((place + 1) / 2) : (2 * (place / 2)) + 1;
        return new ZernikePolynomial(n, number % 2 == 0 ? m : -m);
    }

    /// <summary>Its value at a point of the disc, y and x as parts of the radius.</summary>
    internal Var<double> At(Var<double> y, Var<double> x)
    {
        // r^m times cosine and sine of m times the angle: the parts of (x + i y)^m.
        int m = Math.Abs(M);
        (Var<double> real, Var<double> imaginary) = (y.Tape.Constant(1.0), y.Tape.Constant(0.0));
        for (int k = 0; k < m; k++) (real, imaginary) = ((real * x) - (imaginary * y), (real * y) + (imaginary * x));
        double scale = Math.Sqrt((M == 0 ? 1 : 2) * (N + 1));
        return scale * (M < 0 ? imaginary : real) * Radial((N - m) / 2, m, Ops.Square(y) + Ops.Square(x));
    }

    /// <summary>R(r) / r^m: the Jacobi polynomial of degree k for (0, m) at 2 r^2 - 1, by its recurrence, which is stable at any order where the sum of factorials is not.</summary>
    private static Var<double> Radial(int degree, int m, Var<double> squared)
    {
        Var<double> t = (2 * squared) - 1;
        Var<double> before = t.Tape.Constant(1.0);
        if (degree == 0) return before;
        Var<double> now = (0.5 * (m + 2) * t) - (0.5 * m);
        for (int k = 2; k <= degree; k++)
        {
            double s = (2 * k) + m;
            double a = (s - 1) * s * (s - 2);
            double b = -(s - 1) * m * m;
            double c = 2 * (k - 1) * (k + m - 1) * s;
            double d = 2 * k * (k + m) * (s - 2);
            (before, now) = (now, ((((a * t) + b) * now) - (c * before)) / d);
        }

        return now;
    }
}
