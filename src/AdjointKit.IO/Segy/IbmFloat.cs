using System.Runtime.CompilerServices;

namespace AdjointKit.IO;

/// <summary>
/// IBM System/360 single precision: sign s, exponent e of 16 with bias 64, fraction f of 24 bits; the value is (-1)^s (f / 2^24) 16^(e - 64).
/// Every such number is a double exactly; one of IEEE single's normal range is a float exactly.
/// </summary>
internal static class IbmFloat
{
    private const int FractionBits = 24;
    private const int Bias = 64;

    /// <summary>The largest finite value: (1 - 16^-6) 16^63.</summary>
    public static readonly double Largest = ToDouble(0x7fffffff);

    /// <summary>The value as a double, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(uint bits)
    {
        // f 2^(4 (e - 64) - 24), exact.
        int power = (4 * ((int)((bits >> FractionBits) & 0x7f) - Bias)) - FractionBits;
        double magnitude = (bits & 0x00ffffff) * PowerOfTwo(power);
        return (bits & 0x80000000) != 0 ? -magnitude : magnitude;
    }

    /// <summary>The nearest normalised IBM number, ties to even; false where the value is beyond the largest or not a number.</summary>
    public static bool TryFromDouble(double value, out uint bits)
    {
        uint sign = double.IsNegative(value) ? 0x80000000u : 0;
        double magnitude = Math.Abs(value);
        bits = sign;
        if (magnitude == 0) return true;
        if (!double.IsFinite(magnitude)) return false;

        // 16^(e - 65) <= magnitude < 16^(e - 64), with e from the binary exponent; a subnormal double is far below the least IBM number.
        int binary = (int)(BitConverter.DoubleToInt64Bits(magnitude) >> 52) - 1023;
        int exponent = Math.Max(0, (binary >> 2) + 1 + Bias);
        if (exponent > 127) return false;
        double fraction = Math.Round(magnitude * PowerOfTwo(FractionBits - (4 * (exponent - Bias))));
        if (fraction >= 1 << FractionBits)
        {
            fraction = 1 << (FractionBits - 4);
            if (++exponent > 127) return false;
        }

        bits = sign | ((uint)exponent << FractionBits) | (uint)fraction;
        return true;
    }

    /// <summary>2^power for a power within the range of normal doubles, put together from its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((long)(power + 1023) << 52);
}
