using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// Argument reduction of the circular functions: x = n pi/2 + high + low with |high| up to pi/4. Up to a limit pi/2 in three parts is taken away n times, all
/// but the last exactly; beyond it, lane by lane, the product with the bits of 2/pi that matter (Payne and Hanek).
/// </summary>
internal static class QuarterTurns
{
    // 64 zeros, then 2/pi to 1280 binary places. The largest double has its last place at 2^971, and 192 places from there on are used.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0,
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
        0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
        0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
        0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>Splits x >= 0. The low bits of <paramref name="quadrant"/> are those of n. Infinity and NaN give NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<TLanes, TVector>(TVector x, out TVector quadrant, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector rounder = Numbers<TLanes, TVector>.Rounder;
        quadrant = TLanes.MultiplyAdd(x, TLanes.Constant(0.636619747f, 0.6366197723675814), rounder);
        TVector n = TLanes.Subtract(quadrant, rounder);
        TVector exact = TLanes.MultiplyAdd(n, TLanes.Constant(-1.57079637f, -1.5707963267948966), x);

        // n times the second part, in two words, and the difference in two words: exact, since its terms are multiples of small enough powers of two.
        TVector second = TLanes.Constant(-4.37113883e-08f, 6.123233995736766e-17);
        TVector product = TLanes.Multiply(n, second);
        TVector productLow = TLanes.MultiplyAdd(n, second, Numbers<TLanes, TVector>.Negate(product));
        TVector r = TLanes.Subtract(exact, product);
        TVector lost = TLanes.Subtract(TLanes.Subtract(exact, r), product);
        TVector rest = TLanes.MultiplyAdd(n, TLanes.Constant(1.71512451e-15f, 1.4973849048591698e-33), TLanes.Subtract(lost, productLow));
        high = TLanes.Add(r, rest);
        low = TLanes.Add(TLanes.Subtract(r, high), rest);

        TVector large = TLanes.And(TLanes.Less(TLanes.Constant(131072, 134217728), x), TLanes.Less(x, Numbers<TLanes, TVector>.Infinity));
        if (!TLanes.Any(large)) return;
        SplitLarge<TLanes, TVector>(x, out TVector farQuadrant, out TVector farHigh, out TVector farLow);
        quadrant = TLanes.Select(large, farQuadrant, quadrant);
        high = TLanes.Select(large, farHigh, high);
        low = TLanes.Select(large, farLow, low);
    }

    /// <summary>Splits one large finite number: n modulo 4, and the rest in two parts.</summary>
    internal static int SplitLarge(double x, out double high, out double low)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong significand = ((ulong)bits & 0x000FFFFFFFFFFFFF) | 0x0010000000000000;
        int exponent = (int)(bits >> 52) - 1075;

        // Places of 2/pi above this one give multiples of 4. Of the product with the next 192 the upper 128 are kept: two for n, then the fraction.
        int first = exponent - 2;
        UInt128 lowest = (UInt128)significand * Word(first + 128);
        UInt128 product = ((UInt128)(significand * Word(first)) << 64) + ((UInt128)significand * Word(first + 64)) + (lowest >> 64);
        int n = (int)(product >> 126);
        UInt128 fraction = product << 2;
        bool negative = fraction >> 127 != 0;
        if (negative)
        {
            n++;
            fraction = UInt128.Zero - fraction;
        }

        int zeros = (int)UInt128.LeadingZeroCount(fraction);
        UInt128 digits = fraction << zeros;
        double leading = Math.ScaleB((double)(ulong)(digits >> 75), -53 - zeros);
        double trailing = Math.ScaleB((double)((ulong)(digits >> 22) & 0x001FFFFFFFFFFFFF), -106 - zeros);
        double angle = leading * (Math.PI / 2);
        double rest = Math.FusedMultiplyAdd(leading, Math.PI / 2, -angle) + (leading * 6.123233995736766e-17) + (trailing * (Math.PI / 2));
        high = angle + rest;
        low = angle - high + rest;
        if (negative)
        {
            high = -high;
            low = -low;
        }

        return n & 3;
    }

    private static unsafe void SplitLarge<TLanes, TVector>(TVector x, out TVector quadrant, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector lanes = x;
        TVector quadrants = x;
        TVector highs = x;
        TVector lows = x;
        if (TLanes.IsSingle)
        {
            for (int lane = 0; lane < sizeof(TVector) / sizeof(float); lane++)
            {
                float number = ((float*)&lanes)[lane];
                if (!(float.IsFinite(number) && number > 1)) continue;
                ((int*)&quadrants)[lane] = SplitLarge(number, out double upper, out double lower);
                float rounded = (float)upper;
                ((float*)&highs)[lane] = rounded;
                ((float*)&lows)[lane] = (float)(upper - rounded + lower);
            }
        }
        else
        {
            for (int lane = 0; lane < sizeof(TVector) / sizeof(double); lane++)
            {
                double number = ((double*)&lanes)[lane];
                if (!(double.IsFinite(number) && number > 1)) continue;
                ((long*)&quadrants)[lane] = SplitLarge(number, out ((double*)&highs)[lane], out ((double*)&lows)[lane]);
            }
        }

        quadrant = quadrants;
        high = highs;
        low = lows;
    }

    /// <summary>64 places from a place on; those before the point (negative ones) are zeros.</summary>
    private static ulong Word(int place)
    {
        int word = (place + 64) / 64;
        int shift = (place + 64) % 64;
        return shift == 0 ? TwoOverPi[word] : (TwoOverPi[word] << shift) | (TwoOverPi[word + 1] >> (64 - shift));
    }
}
