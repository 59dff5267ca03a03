using System.Numerics;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>The elementary functions in integer arithmetic, from their series: slow, and right to 200 binary digits.</summary>
internal static class ExactFunctions
{
    private const int Digits = 220;
    private const int ConstantPlaces = 2600;
    private static readonly BigInteger LongPi = 4 * ((4 * ArcTangentOfInverse(5)) - ArcTangentOfInverse(239));
    private static readonly BigInteger LongLn2 = LogarithmOfTwo();

    internal static ExactNumber Exp(double x) => Exponential(ExactNumber.FromDouble(x, Digits + 80), Digits + 80);

    internal static ExactNumber Expm1(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        ExactNumber e = Exponential(ExactNumber.FromDouble(x, places), places);
        return new ExactNumber(e.Value - (BigInteger.One << e.Places), e.Places);
    }

    internal static ExactNumber Tanh(double x)
    {
        int places = Digits + 200 + (2 * Smallness(x));
        ExactNumber e = Exponential(2 * ExactNumber.FromDouble(Math.Clamp(x, -60, 60), places), places);
        BigInteger one = BigInteger.One << e.Places;
        return new ExactNumber(((e.Value - one) << places) / (e.Value + one), places);
    }

    internal static ExactNumber Sigmoid(double x)
    {
        ExactNumber e = Exponential(ExactNumber.FromDouble(x, Digits + 80), Digits + 80);
        BigInteger one = e.Places >= 0 ? BigInteger.One << e.Places : 1;
        BigInteger value = e.Places >= 0 ? e.Value : e.Value << -e.Places;
        return new ExactNumber((value << 1400) / (value + one), 1400);
    }

    internal static ExactNumber Log(double x) => Logarithm(ExactNumber.FromDouble(x, 1074), 1074);

    internal static ExactNumber Log1p(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        return Logarithm(ExactNumber.FromDouble(x, places) + (BigInteger.One << places), places);
    }

    internal static ExactNumber Sin(double x) => Circular(x, 0);

    internal static ExactNumber Cos(double x) => Circular(x, 1);

    internal static ExactNumber Pow(double x, double y)
    {
        ExactNumber logarithm = Log(x);
        const int Places = 400;
        return Exponential(ExactNumber.Shift(logarithm.Value * ExactNumber.FromDouble(y, 1074), Places - 1074 - logarithm.Places), Places);
    }

    internal static ExactNumber Erf(double x) => Erf(Math.Clamp(x, -7, 7), Digits + 100 + Smallness(x));

    internal static ExactNumber Erfc(double x)
    {
        // The terms of the series are as large as e^(x^2), the result as small as e^(-x^2).
        double bounded = Math.Clamp(x, -7, 27.5);
        int places = Digits + 100 + (int)(3 * bounded * bounded);
        ExactNumber erf = Erf(bounded, places);
        return new ExactNumber((BigInteger.One << places) - erf.Value, places);
    }

    internal static ExactNumber Tan(double x) => Ratio(Sin(x), Cos(x));

    internal static ExactNumber Asin(double x)
    {
        (BigInteger sine, BigInteger cosine, int places) = SineAndCosineFrom(x);
        return new ExactNumber(x < 0 ? -Angle(sine, cosine, places) : Angle(sine, cosine, places), places);
    }

    internal static ExactNumber Acos(double x)
    {
        (BigInteger sine, BigInteger cosine, int places) = SineAndCosineFrom(x);
        BigInteger angle = Angle(cosine, sine, places);
        return new ExactNumber(x < 0 ? Pi(places) - angle : angle, places);
    }

    internal static ExactNumber Asinh(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        BigInteger size = ExactNumber.FromDouble(Math.Abs(x), places);
        ExactNumber result = Logarithm(size + SquareRoot((size * size) + (BigInteger.One << (2 * places))), places);
        return x < 0 ? result with { Value = -result.Value } : result;
    }

    internal static ExactNumber Acosh(double x)
    {
        const int Places = Digits + 300;
        BigInteger exact = ExactNumber.FromDouble(x, Places);
        return Logarithm(exact + SquareRoot((exact * exact) - (BigInteger.One << (2 * Places))), Places);
    }

    internal static ExactNumber Atanh(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        BigInteger exact = ExactNumber.FromDouble(x, places);
        BigInteger one = BigInteger.One << places;
        ExactNumber twice = Logarithm(((one + exact) << places) / (one - exact), places);
        return twice with { Places = twice.Places + 1 };
    }

    internal static ExactNumber Exp2(double x)
    {
        const int Places = Digits + 80;
        return Exponential((ExactNumber.FromDouble(x, 1074) * LongLn2) >> (1074 + ConstantPlaces - Places), Places);
    }

    internal static ExactNumber Log2(double x)
    {
        ExactNumber natural = Log(x);
        return natural with { Value = (natural.Value << ConstantPlaces) / LongLn2 };
    }

    internal static ExactNumber Log10(double x) => Ratio(Log(x), Log(10));

    internal static ExactNumber Softplus(double x)
    {
        const int Places = Digits + 1200;
        ExactNumber e = Exponential(ExactNumber.FromDouble(x, Places), Places);
        return Logarithm((BigInteger.One << Places) + ExactNumber.Shift(e.Value, Places - e.Places), Places);
    }

    internal static ExactNumber ReciprocalSqrt(double x)
    {
        BigInteger root = SquareRoot(ExactNumber.FromDouble(x, 1074) << (1074 + 600));
        return new ExactNumber((BigInteger.One << (1374 + 2000)) / root, 2000);
    }

    internal static ExactNumber Cbrt(double x)
    {
        BigInteger value = ExactNumber.FromDouble(Math.Abs(x), 1074) << ((2 * 1074) + 600);
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 2) / 3);
        while (true)
        {
            BigInteger next = ((2 * root) + (value / (root * root))) / 3;
            if (next >= root) break;
            root = next;
        }

        return new ExactNumber(x < 0 ? -root : root, 1074 + 200);
    }

    internal static ExactNumber Sinc(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        BigInteger exact = ExactNumber.FromDouble(Math.Abs(x), places);
        return Ratio(new ExactNumber(SinePi(exact, places), places), new ExactNumber((exact * Pi(places)) >> places, places));
    }

    internal static BigInteger Pi(int places) => LongPi >> (ConstantPlaces - places);

    /// <summary>sin(pi x).</summary>
    internal static BigInteger SinePi(BigInteger x, int places)
    {
        BigInteger n = Round(x, BigInteger.One << places);
        BigInteger angle = ((x - (n << places)) * Pi(places)) >> places;
        BigInteger sine = Series(angle, angle, 1, places);
        return n.IsEven ? sine : -sine;
    }

    internal static ExactNumber Ratio(ExactNumber a, ExactNumber b) => new((a.Value << 2400) / b.Value, a.Places - b.Places + 2400);

    /// <summary>|x| and sqrt(1 - x^2).</summary>
    private static (BigInteger Sine, BigInteger Cosine, int Places) SineAndCosineFrom(double x)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        BigInteger sine = ExactNumber.FromDouble(Math.Abs(x), places);
        return (sine, SquareRoot((BigInteger.One << (2 * places)) - (sine * sine)), places);
    }

    /// <summary>The angle with a given sine and cosine, neither negative.</summary>
    private static BigInteger Angle(BigInteger sine, BigInteger cosine, int places) => sine < cosine
        ? ArcTangent((sine << places) / cosine, places)
        : (Pi(places) / 2) - ArcTangent((cosine << places) / sine, places);

    private static ExactNumber Erf(double x, int places)
    {
        BigInteger argument = ExactNumber.FromDouble(x, places);
        BigInteger square = (argument * argument) >> places;
        BigInteger power = argument;
        BigInteger sum = 0;
        for (int n = 0; !power.IsZero; n++)
        {
            sum += power / ((2 * n) + 1);
            power = -(power * square >> places) / (n + 1);
        }

        // 2/sqrt(pi) = 2 sqrt(pi) / pi.
        BigInteger pi = Pi(places);
        BigInteger root = SquareRoot(pi << places);
        return new ExactNumber(2 * sum * root / pi, places);
    }

    internal static ExactNumber Atan2(double y, double x)
    {
        BigInteger exactY = ExactNumber.FromDouble(Math.Abs(y), 1074);
        BigInteger exactX = ExactNumber.FromDouble(Math.Abs(x), 1074);
        bool steep = exactY > exactX;
        BigInteger smaller = steep ? exactX : exactY;
        BigInteger larger = steep ? exactY : exactX;
        int small = smaller.IsZero ? 0 : (int)(larger.GetBitLength() - smaller.GetBitLength());
        int places = Math.Min(ConstantPlaces, Digits + 60 + (2 * Math.Min(small, 1100)));
        BigInteger angle = ArcTangent((smaller << places) / larger, places);
        BigInteger pi = LongPi >> (ConstantPlaces - places);
        if (steep) angle = (pi / 2) - angle;
        if (double.IsNegative(x)) angle = pi - angle;
        return new ExactNumber(double.IsNegative(y) ? -angle : angle, places);
    }

    /// <summary>How many places after the point come before the first digit of x.</summary>
    private static int Smallness(double x) => x == 0 ? 0 : Math.Max(0, -Math.ILogB(x));

    private static ExactNumber Circular(double x, int shift)
    {
        int places = Digits + 80 + (2 * Smallness(x));
        BigInteger argument = ExactNumber.FromDouble(x, 1300);
        BigInteger quarter = LongPi >> (ConstantPlaces - 1300 + 1);
        BigInteger n = x is > -0.75 and < 0.75 ? 0 : Round(argument, quarter);
        BigInteger rest = places > 1300
            ? ExactNumber.FromDouble(x, places)
            : (ExactNumber.FromDouble(x, 1300 + 1200) - (n * (LongPi >> (ConstantPlaces - 2500 + 1)))) >> (2500 - places);
        int quadrant = (int)(((n + shift) % 4 + 4) % 4);
        BigInteger value = quadrant % 2 == 0 ? Series(rest, rest, 1, places) : Series(BigInteger.One << places, rest, 0, places);
        return new ExactNumber(quadrant >= 2 ? -value : value, places);
    }

    /// <summary>first - first x^2 / ((k+1)(k+2)) + ...: the sine from x with k = 1, the cosine from 1 with k = 0.</summary>
    private static BigInteger Series(BigInteger first, BigInteger x, int k, int places)
    {
        BigInteger square = (x * x) >> places;
        BigInteger sum = 0;
        for (BigInteger term = first; !term.IsZero && term != -1; k += 2)
        {
            sum += term;
            term = -((term * square) >> places) / ((k + 1) * (k + 2));
        }

        return sum;
    }

    private static ExactNumber Exponential(BigInteger x, int places)
    {
        BigInteger ln2 = LongLn2 >> (ConstantPlaces - places);
        BigInteger n = Round(x, ln2);
        const int Halvings = 8;
        BigInteger r = (x - (n * ln2)) << 16;
        int inner = places + 16;
        r >>= Halvings;
        BigInteger sum = 0;
        BigInteger term = BigInteger.One << inner;
        for (int k = 1; !term.IsZero && term != -1; k++)
        {
            sum += term;
            term = ((term * r) >> inner) / k;
        }

        for (int i = 0; i < Halvings; i++) sum = (sum * sum) >> inner;
        return new ExactNumber(sum, inner - (int)n);
    }

    internal static ExactNumber Logarithm(BigInteger x, int places)
    {
        int exponent = (int)x.GetBitLength() - 1 - places;
        int working = Math.Max(places, Digits + 80);
        BigInteger m = ExactNumber.Shift(x, working - places - exponent);
        BigInteger one = BigInteger.One << working;
        if (m > one + (one >> 1))
        {
            exponent++;
            m >>= 1;

            // Nothing may be lost where the logarithm is small: then the exponent was -1 and x has room below.
            if (exponent == 0) m = x << (working - places);
        }

        BigInteger result = 2 * ArcTangentHyperbolic(m - one, m + one, working);
        result += exponent * (LongLn2 >> (ConstantPlaces - working));
        return new ExactNumber(result, working);
    }

    private static BigInteger ArcTangentHyperbolic(BigInteger numerator, BigInteger denominator, int places)
    {
        BigInteger s = (numerator << places) / denominator;
        BigInteger square = (s * s) >> places;
        BigInteger sum = 0;
        BigInteger power = s;
        for (int k = 1; !power.IsZero && power != -1; k += 2)
        {
            sum += power / k;
            power = (power * square) >> places;
        }

        return sum;
    }

    private static BigInteger LogarithmOfTwo() => 2 * ArcTangentHyperbolic(1, 3, ConstantPlaces);

    private static BigInteger ArcTangent(BigInteger t, int places)
    {
        const int Halvings = 4;
        BigInteger one = BigInteger.One << places;
        for (int i = 0; i < Halvings; i++)
        {
            BigInteger root = SquareRoot((one * one) + (t * t));
            t = (t << places) / (one + root);
        }

        BigInteger square = (t * t) >> places;
        BigInteger sum = 0;
        BigInteger power = t;
        for (int k = 1; !power.IsZero && power != -1; k += 2)
        {
            sum += power / k;
            power = -((power * square) >> places);
        }

        return sum << Halvings;
    }

    private static BigInteger ArcTangentOfInverse(int n)
    {
        BigInteger power = (BigInteger.One << ConstantPlaces) / n;
        BigInteger sum = 0;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -(power / k);
            power /= n * n;
        }

        return sum;
    }

    internal static BigInteger SquareRoot(BigInteger value)
    {
        if (value.IsZero) return 0;
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    private static BigInteger Round(BigInteger value, BigInteger unit)
    {
        BigInteger twice = (2 * value) + unit;
        BigInteger quotient = BigInteger.DivRem(twice, 2 * unit, out BigInteger remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
