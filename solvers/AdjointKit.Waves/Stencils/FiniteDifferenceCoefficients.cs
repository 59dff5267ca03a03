using System.Collections.Concurrent;
using System.Numerics;

namespace AdjointKit.Waves;

/// <summary>
/// Weights of central finite differences of maximal (Taylor) order on a grid of unit spacing (Fornberg 1988), with radius R = order / 2:
/// <code>
/// f''(0) ~ w[0] f(0) + sum_{m=1..R} w[m] (f(m) + f(-m)),   w[m] = 2 (-1)^(m+1) (R!)^2 / (m^2 (R-m)! (R+m)!),   w[0] = -2 sum w[m]
/// f'(0)  ~ sum_{m=1..R} d[m] (f(m) - f(-m)),               d[m] =   (-1)^(m+1) (R!)^2 / (m   (R-m)! (R+m)!)
/// </code>
/// Each weight is an exact rational number, rounded once.
/// </summary>
internal static class FiniteDifferenceCoefficients
{
    /// <summary>Beyond this order the weights gain nothing in double precision.</summary>
    public const int MaximumOrder = 64;

    private static readonly ConcurrentDictionary<int, double[]> SecondDerivatives = new();
    private static readonly ConcurrentDictionary<int, double[]> FirstDerivatives = new();

    /// <summary>Weights w[0..R] of the second derivative.</summary>
    /// <param name="order">The order of accuracy, an even number from 2.</param>
    public static double[] SecondDerivative(int order) => (double[])SecondDerivatives.GetOrAdd(CheckedOrder(order), MakeSecondDerivative).Clone();

    /// <summary>Weights d[0..R] of the first derivative; d[0] = 0, and d[m] stands for +m, -d[m] for -m.</summary>
    /// <param name="order">The order of accuracy, an even number from 2.</param>
    public static double[] FirstDerivative(int order) => (double[])FirstDerivatives.GetOrAdd(CheckedOrder(order), MakeFirstDerivative).Clone();

    private static int CheckedOrder(int order) => order is >= 2 and <= MaximumOrder && int.IsEvenInteger(order)
        ? order
        : throw new ArgumentOutOfRangeException(nameof(order), order, $"the space order must be an even number from 2 to {MaximumOrder}: use 2, 4, 8 or 12");

    private static double[] MakeSecondDerivative(int order)
    {
        int radius = order / 2;
        var weights = new double[radius + 1];
        (BigInteger Top, BigInteger Bottom) sum = (0, 1);
        for (int m = 1; m <= radius; m++)
        {
            BigInteger top = (int.IsOddInteger(m) ? 2 : -2) * Factorial(radius) * Factorial(radius);
            BigInteger bottom = (BigInteger)m * m * Factorial(radius - m) * Factorial(radius + m);
            weights[m] = Round(top, bottom);
            sum = ((sum.Top * bottom) + (top * sum.Bottom), sum.Bottom * bottom);
        }

        weights[0] = Round(-2 * sum.Top, sum.Bottom);
        return weights;
    }

    private static double[] MakeFirstDerivative(int order)
    {
        int radius = order / 2;
        var weights = new double[radius + 1];
        for (int m = 1; m <= radius; m++)
        {
            weights[m] = Round((int.IsOddInteger(m) ? 1 : -1) * Factorial(radius) * Factorial(radius), m * Factorial(radius - m) * Factorial(radius + m));
        }

        return weights;
    }

    private static BigInteger Factorial(int n)
    {
        BigInteger product = BigInteger.One;
        for (int k = 2; k <= n; k++) product *= k;
        return product;
    }

    /// <summary>The double nearest to top / bottom: a whole quotient of more than 64 bits carries a sticky bit, so the conversion rounds once.</summary>
    private static double Round(BigInteger top, BigInteger bottom)
    {
        if (top.IsZero) return 0;
        int shift = (int)Math.Max(0, 70 + bottom.GetBitLength() - BigInteger.Abs(top).GetBitLength());
        var quotient = BigInteger.DivRem(BigInteger.Abs(top) << shift, bottom, out BigInteger remainder);

        // Bring the quotient to 55 bits and fold what was cut off into its last bit: long to double then rounds to nearest correctly.
        int excess = (int)(quotient.GetBitLength() - 55);
        bool inexact = !remainder.IsZero || !(quotient & ((BigInteger.One << excess) - 1)).IsZero;
        long mantissa = (long)(quotient >> excess) | (inexact ? 1L : 0L);
        return Math.ScaleB(Math.Sign(top.Sign) * (double)mantissa, excess - shift);
    }
}
