using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The reduction behind the logarithms: x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2); with s = f / (2 + f),
/// log(1 + f) = f - (f^2/2 - s (f^2/2 + R)), where s R = 2 artanh(s) - 2 s.
/// </summary>
internal static class Logarithm
{
    /// <summary>Splits a positive finite x, subnormal ones too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<TLanes, TVector>(TVector x, out TVector k, out TVector f)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector tiny = TLanes.Less(x, TLanes.Constant(1.17549435e-38f, 2.2250738585072014e-308));
        x = TLanes.Select(tiny, TLanes.Multiply(x, TLanes.Constant(33554432, 18014398509481984)), x);
        TVector bits = TLanes.AddBits(x, TLanes.BitPattern(0x3F800000 - 0x3F3504F3, 0x3FF0000000000000 - 0x3FE6A09E667F3BCD));

        // The exponent as a number: placed below the leading bit of 2^23 (2^52), which is then subtracted.
        TVector exponent = TLanes.Or(TLanes.ShiftRight(bits, 23, 52), TLanes.Constant(8388608, 4503599627370496));
        TVector bias = TLanes.Select(tiny, TLanes.Constant(8388608 + 127 + 25, 4503599627370496 + 1023 + 54), TLanes.Constant(8388608 + 127, 4503599627370496 + 1023));
        k = TLanes.Subtract(exponent, bias);
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.BitPattern(0x007FFFFF, 0x000FFFFFFFFFFFFF)), TLanes.BitPattern(0x3F3504F3, 0x3FE6A09E667F3BCD));
        f = TLanes.Subtract(significand, Numbers<TLanes, TVector>.One);
    }

    /// <summary>k ln 2 + log(1 + f) + a small correction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Join<TLanes, TVector>(TVector k, TVector f, TVector correction)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector s = TLanes.Divide(f, TLanes.Add(f, TLanes.Constant(2, 2)));
        TVector z = TLanes.Multiply(s, s);
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(z, 0.666666687f, 0.400001228f, 0.285507798f, 0.233316153f)
            : Polynomial.Of<TLanes, TVector>(z, 0.666666666666667, 0.3999999999989889, 0.2857142862625391, 0.22222211089368124, Polynomial.Of<TLanes, TVector>(z, 0.18182892433364564, 0.15331611694570085, 0.14617807492803847));
        TVector halfSquare = TLanes.Multiply(TLanes.Multiply(f, f), TLanes.Constant(0.5f, 0.5));
        TVector low = TLanes.MultiplyAdd(k, TLanes.Constant(-1.90465421e-09f, 2.3190468138462996e-17), correction);
        low = TLanes.MultiplyAdd(s, TLanes.MultiplyAdd(z, series, halfSquare), low);

        // The large parts, k ln 2 + f - f^2/2, keep what their sum loses.
        TVector large = TLanes.Multiply(k, TLanes.Constant(0.693147182f, 0.6931471805599453));
        low = TLanes.Add(low, TLanes.MultiplyAdd(k, TLanes.Constant(0.693147182f, 0.6931471805599453), Numbers<TLanes, TVector>.Negate(large)));
        TVector sum = TLanes.Add(large, f);
        TVector lost = TLanes.Add(TLanes.Subtract(large, sum), f);
        return TLanes.Add(sum, TLanes.Subtract(TLanes.Add(lost, low), halfSquare));
    }

    /// <summary>The logarithm of what has none in the range of <see cref="Split"/>: -infinity of 0, infinity of infinity, NaN of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Special<TLanes, TVector>(TVector x, TVector ordinary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector notPositive = TLanes.Select(TLanes.Equal(x, TLanes.Zero), Numbers<TLanes, TVector>.Negate(infinity), Numbers<TLanes, TVector>.NotANumber);
        TVector result = TLanes.Select(TLanes.Less(x, infinity), ordinary, x);
        return TLanes.Select(TLanes.Less(TLanes.Zero, x), result, notPositive);
    }

    /// <summary>log x to about twice the precision, as <see cref="Join"/> with s, s^2 and the first two terms of the series in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void InTwoParts<TLanes, TVector>(TVector x, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        Split<TLanes, TVector>(x, out TVector k, out TVector f);
        TVector two = TLanes.Constant(2, 2);
        TVector denominator = TLanes.Add(two, f);
        TVector denominatorLow = TLanes.Add(TLanes.Subtract(two, denominator), f);
        TVector inverse = TLanes.Divide(Numbers<TLanes, TVector>.One, denominator);
        TVector s = TLanes.Multiply(f, inverse);
        TVector minus = Numbers<TLanes, TVector>.Negate(s);
        TVector sLow = TLanes.Multiply(TLanes.MultiplyAdd(minus, denominatorLow, TLanes.MultiplyAdd(minus, denominator, f)), inverse);

        TVector square = TLanes.Multiply(s, s);
        TVector squareLow = TLanes.MultiplyAdd(TLanes.Add(s, s), sLow, TLanes.MultiplyAdd(s, s, Numbers<TLanes, TVector>.Negate(square)));
        TVector cube = TLanes.Multiply(s, square);
        TVector cubeLow = TLanes.MultiplyAdd(s, square, Numbers<TLanes, TVector>.Negate(cube));
        cubeLow = TLanes.MultiplyAdd(s, squareLow, TLanes.MultiplyAdd(sLow, square, cubeLow));
        TVector third = TLanes.Constant(0.666666687f, 0.6666666666666666);
        TVector term = TLanes.Multiply(cube, third);
        TVector termLow = TLanes.MultiplyAdd(cube, third, Numbers<TLanes, TVector>.Negate(term));
        termLow = TLanes.MultiplyAdd(cubeLow, third, TLanes.MultiplyAdd(cube, TLanes.Constant(-1.98682155e-08f, 3.700743415417188e-17), termLow));
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(square, 0.400000155f, 0.28562218f, 0.230490029f)
            : Polynomial.Of<TLanes, TVector>(square, 0.4000000000000003, 0.2857142857133801, 0.22222222271326872, 0.18181808210911693, Polynomial.Of<TLanes, TVector>(square, 0.1538557746404964, 0.13285868812922935, 0.12914712487981975));
        termLow = TLanes.MultiplyAdd(TLanes.Multiply(cube, square), series, termLow);

        TVector ln2 = TLanes.Constant(0.693147182f, 0.6931471805599453);
        TVector powers = TLanes.Multiply(k, ln2);
        TVector powersLow = TLanes.MultiplyAdd(k, ln2, Numbers<TLanes, TVector>.Negate(powers));
        powersLow = TLanes.MultiplyAdd(k, TLanes.Constant(-1.90465421e-09f, 2.3190468138462996e-17), powersLow);
        TVector twice = TLanes.Add(s, s);
        TVector partial = TLanes.Add(powers, twice);
        TVector partialLow = TLanes.Add(TLanes.Subtract(powers, partial), twice);
        TVector sum = TLanes.Add(partial, term);
        TVector sumLow = TLanes.Add(TLanes.Subtract(partial, sum), term);
        TVector rest = TLanes.Add(TLanes.Add(partialLow, sumLow), TLanes.Add(TLanes.Add(powersLow, termLow), TLanes.Add(sLow, sLow)));
        high = TLanes.Add(sum, rest);
        low = TLanes.Add(TLanes.Subtract(sum, high), rest);
    }

    /// <summary>log x times a factor in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Times<TLanes, TVector>(TVector x, TVector factor, TVector factorLow)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        InTwoParts<TLanes, TVector>(x, out TVector high, out TVector low);
        TVector product = TwoParts.Product<TLanes, TVector>(high, factor, out TVector productLow);
        return TLanes.Add(product, TLanes.MultiplyAdd(low, factor, TLanes.MultiplyAdd(high, factorLow, productLow)));
    }
}
