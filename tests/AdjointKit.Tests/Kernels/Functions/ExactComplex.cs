using System.Numerics;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>Complex functions in integer arithmetic, from the real ones; finite arguments that are not zero.</summary>
internal static class ExactComplex
{
    private const int Places = 1074;

    internal static (ExactNumber Real, ExactNumber Imaginary) Exp(Complex z)
    {
        ExactNumber size = ExactFunctions.Exp(z.Real);
        return (Product(size, ExactFunctions.Cos(z.Imaginary)), Product(size, ExactFunctions.Sin(z.Imaginary)));
    }

    internal static (ExactNumber Real, ExactNumber Imaginary) Log(Complex z)
    {
        BigInteger square = Square(z.Real) + Square(z.Imaginary);
        ExactNumber logarithm = ExactFunctions.Logarithm(square, 2 * Places);
        return (new ExactNumber(logarithm.Value, logarithm.Places + 1), ExactFunctions.Atan2(z.Imaginary, z.Real));
    }

    internal static (ExactNumber Real, ExactNumber Imaginary) Sqrt(Complex z)
    {
        BigInteger x = BigInteger.Abs(ExactNumber.FromDouble(z.Real, Places)) << 300;
        BigInteger y = BigInteger.Abs(ExactNumber.FromDouble(z.Imaginary, Places)) << 300;
        const int Working = Places + 300;
        BigInteger half = (x + ExactFunctions.SquareRoot((x * x) + (y * y))) >> 1;

        // A number of W places, moved up by W + 400, has a root of W + 200 places; y moved up by 2 W has 2 W - 200 places after the division by it.
        BigInteger larger = ExactFunctions.SquareRoot(half << (Working + 400));
        var t = new ExactNumber(larger, Working + 200);
        var other = new ExactNumber((y << (2 * Working)) / (2 * larger), (2 * Working) - 200);
        BigInteger sign = double.IsNegative(z.Imaginary) ? -1 : 1;
        return double.IsNegative(z.Real) ? (other, t with { Value = sign * t.Value }) : (t, other with { Value = sign * other.Value });
    }

    internal static (ExactNumber Real, ExactNumber Imaginary) Quotient(Complex z, Complex w)
    {
        BigInteger a = ExactNumber.FromDouble(z.Real, Places);
        BigInteger b = ExactNumber.FromDouble(z.Imaginary, Places);
        BigInteger c = ExactNumber.FromDouble(w.Real, Places);
        BigInteger d = ExactNumber.FromDouble(w.Imaginary, Places);
        BigInteger denominator = (c * c) + (d * d);
        return (new ExactNumber((((a * c) + (b * d)) << 1400) / denominator, 1400), new ExactNumber((((b * c) - (a * d)) << 1400) / denominator, 1400));
    }

    internal static (ExactNumber Real, ExactNumber Imaginary) Sin(Complex z) =>
        (Product(ExactFunctions.Sin(z.Real), Cosh(z.Imaginary)), Product(ExactFunctions.Cos(z.Real), Sinh(z.Imaginary)));

    internal static (ExactNumber Real, ExactNumber Imaginary) Cos(Complex z)
    {
        ExactNumber imaginary = Product(ExactFunctions.Sin(z.Real), Sinh(z.Imaginary));
        return (Product(ExactFunctions.Cos(z.Real), Cosh(z.Imaginary)), imaginary with { Value = -imaginary.Value });
    }

    internal static (ExactNumber Real, ExactNumber Imaginary) Tanh(Complex z)
    {
        ExactNumber sinh = Sinh(z.Real);
        ExactNumber cos = ExactFunctions.Cos(z.Imaginary);
        ExactNumber denominator = Sum(Product(sinh, sinh), Product(cos, cos));
        return (Ratio(Product(sinh, Cosh(z.Real)), denominator), Ratio(Product(ExactFunctions.Sin(z.Imaginary), cos), denominator));
    }

    /// <summary>The number as a double, to a unit of its last place.</summary>
    internal static double ToDouble(ExactNumber number)
    {
        int excess = (int)BigInteger.Abs(number.Value).GetBitLength() - 64;
        return Math.ScaleB((double)ExactNumber.Shift(number.Value, -excess), excess - number.Places);
    }

    private static BigInteger Square(double x)
    {
        BigInteger exact = ExactNumber.FromDouble(x, Places);
        return exact * exact;
    }

    internal static ExactNumber Cosh(double x)
    {
        ExactNumber sum = Sum(ExactFunctions.Exp(x), ExactFunctions.Exp(-x));
        return sum with { Places = sum.Places + 1 };
    }

    internal static ExactNumber Sinh(double x)
    {
        ExactNumber minus = ExactFunctions.Expm1(-x);
        ExactNumber difference = Sum(ExactFunctions.Expm1(x), minus with { Value = -minus.Value });
        return difference with { Places = difference.Places + 1 };
    }

    private static ExactNumber Product(ExactNumber a, ExactNumber b) => new(a.Value * b.Value, a.Places + b.Places);

    private static ExactNumber Sum(ExactNumber a, ExactNumber b)
    {
        int places = Math.Max(a.Places, b.Places);
        return new ExactNumber((a.Value << (places - a.Places)) + (b.Value << (places - b.Places)), places);
    }

    private static ExactNumber Ratio(ExactNumber a, ExactNumber b)
    {
        const int Extra = 600;
        return new ExactNumber((a.Value << Extra) / b.Value, a.Places - b.Places + Extra);
    }
}
