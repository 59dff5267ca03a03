using System.Numerics;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>A number of a hundred digits or more: an integer over a power of two.</summary>
internal readonly record struct ExactNumber(BigInteger Value, int Places)
{
    /// <summary>A double, which is such a number exactly, cut to a number of places.</summary>
    internal static BigInteger FromDouble(double x, int places)
    {
        if (x == 0) return 0;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long significand = bits & 0x000FFFFFFFFFFFFF;
        if (exponent == 0) exponent = 1;
        else significand |= 0x0010000000000000;
        BigInteger value = Shift(significand, exponent - 1075 + places);
        return x < 0 ? -value : value;
    }

    /// <summary>The distance to a double, in units of the last place of the double next to this number.</summary>
    internal double UlpsFrom(double y)
    {
        if (double.IsInfinity(y))
        {
            // Right if this number rounds to infinity: at or above the largest double and half of its last place.
            BigInteger limit = Shift((BigInteger.One << 54) - 1, 970 + Places);
            return BigInteger.Abs(Value) >= limit && y > 0 == Value.Sign > 0 ? 0 : double.PositiveInfinity;
        }

        if (double.IsNaN(y)) return double.PositiveInfinity;
        int guard = Math.Max(0, 1200 - Places);
        BigInteger value = Value << guard;
        int places = Places + guard;
        BigInteger difference = BigInteger.Abs(FromDouble(y, places) - value);
        long magnitude = (long)BigInteger.Abs(value).GetBitLength() - 1 - places;
        long ulp = Math.Clamp(magnitude - 52, -1074, 971);
        return (double)Shift(difference, (int)(20 - ulp - places)) / (1 << 20);
    }

    internal static BigInteger Shift(BigInteger value, int by) => by >= 0 ? value << by : value >> -by;
}
