using System.Numerics;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>log |Gamma| and its first two derivatives in integer arithmetic: Stirling's series at x + 60, the recurrence down to x, the reflection below 0.</summary>
internal static class ExactGamma
{
    private const int Places = 1400;
    private const int Terms = 50;
    private static readonly BigInteger One = BigInteger.One << Places;
    private static readonly BigInteger[] Bernoulli = BernoulliNumbers();
    private static readonly BigInteger HalfLogOfTwoPi = Log(2 * ExactFunctions.Pi(Places)) / 2;

    internal static ExactNumber LogGamma(double x)
    {
        BigInteger exact = ExactNumber.FromDouble(x, Places);
        if (x > 0) return new ExactNumber(LogGamma(exact), Places);
        BigInteger sine = BigInteger.Abs(ExactFunctions.SinePi(exact, Places));
        return new ExactNumber(Log(Divide(ExactFunctions.Pi(Places), sine)) - LogGamma(One - exact), Places);
    }

    internal static ExactNumber Digamma(double x)
    {
        BigInteger exact = ExactNumber.FromDouble(x, Places);
        if (x > 0) return new ExactNumber(Digamma(exact), Places);
        BigInteger cotangent = Divide(ExactFunctions.SinePi(exact + (One / 2), Places), ExactFunctions.SinePi(exact, Places));
        return new ExactNumber(Digamma(One - exact) - Multiply(ExactFunctions.Pi(Places), cotangent), Places);
    }

    internal static ExactNumber Trigamma(double x)
    {
        BigInteger exact = ExactNumber.FromDouble(x, Places);
        if (x > 0) return new ExactNumber(Trigamma(exact), Places);
        BigInteger quotient = Divide(ExactFunctions.Pi(Places), ExactFunctions.SinePi(exact, Places));
        return new ExactNumber(Multiply(quotient, quotient) - Trigamma(One - exact), Places);
    }

    private static BigInteger LogGamma(BigInteger x)
    {
        BigInteger product = One;
        BigInteger z = x;
        for (int k = 0; k < Steps(x); k++, z += One) product = Multiply(product, z);
        BigInteger sum = Multiply(z - (One / 2), Log(z)) - z + HalfLogOfTwoPi;
        BigInteger square = Divide(One, Multiply(z, z));
        BigInteger power = Divide(One, z);
        for (int k = 1; k <= Terms; k++, power = Multiply(power, square)) sum += Multiply(Bernoulli[k], power) / (2 * k * ((2 * k) - 1));
        return sum - Log(product);
    }

    private static BigInteger Digamma(BigInteger x)
    {
        BigInteger sum = 0;
        BigInteger z = x;
        for (int k = 0; k < Steps(x); k++, z += One) sum -= Divide(One, z);
        BigInteger square = Divide(One, Multiply(z, z));
        sum += Log(z) - (Divide(One, z) / 2);
        BigInteger power = square;
        for (int k = 1; k <= Terms; k++, power = Multiply(power, square)) sum -= Multiply(Bernoulli[k], power) / (2 * k);
        return sum;
    }

    private static BigInteger Trigamma(BigInteger x)
    {
        BigInteger sum = 0;
        BigInteger z = x;
        for (int k = 0; k < Steps(x); k++, z += One) sum += Multiply(Divide(One, z), Divide(One, z));
        BigInteger inverse = Divide(One, z);
        BigInteger square = Multiply(inverse, inverse);
        sum += inverse + (square / 2);
        BigInteger power = Multiply(square, inverse);
        for (int k = 1; k <= Terms; k++, power = Multiply(power, square)) sum += Multiply(Bernoulli[k], power);
        return sum;
    }

    private static int Steps(BigInteger x) => x < 60 * One ? 60 : 0;

    private static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Places;

    private static BigInteger Divide(BigInteger a, BigInteger b) => (a << Places) / b;

    private static BigInteger Log(BigInteger x) => ExactFunctions.Logarithm(x, Places).Value;

    /// <summary>B(2 k), from sum over j of (n + 1 choose j) B(j) = 0.</summary>
    private static BigInteger[] BernoulliNumbers()
    {
        var all = new BigInteger[(2 * Terms) + 1];
        all[0] = One << 400;
        for (int n = 1; n < all.Length; n++)
        {
            BigInteger choose = 1;
            BigInteger sum = 0;
            for (int j = 0; j < n; j++)
            {
                sum += choose * all[j];
                choose = choose * (n + 1 - j) / (j + 1);
            }

            all[n] = -sum / (n + 1);
        }

        return [.. Enumerable.Range(0, Terms + 1).Select(k => all[2 * k] >> 400)];
    }
}
