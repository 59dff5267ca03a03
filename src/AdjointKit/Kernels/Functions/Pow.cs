using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// x to the power y: e^(y log|x|), the logarithm and its product with y in two parts, since the exponential turns their absolute error into a relative one.
/// Zeros, infinities and negative x as in C (IEEE 754 pow): x^0 and 1^y are 1, also for NaN.
/// </summary>
/// <remarks>At most 1 unit of the last place from the exact value for float; 0.8 for double on a dense sample.</remarks>
internal readonly struct Pow : IFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector size = Numbers<TLanes, TVector>.Absolute(x);
        LogarithmInTwoParts<TLanes, TVector>(size, out TVector logarithm, out TVector logarithmLow);
        logarithm = TLanes.Select(TLanes.Equal(size, TLanes.Zero), Numbers<TLanes, TVector>.Negate(infinity), logarithm);
        logarithm = TLanes.Select(TLanes.Less(size, infinity), logarithm, size);
        TVector product = TLanes.Multiply(y, logarithm);
        TVector productLow = TLanes.MultiplyAdd(y, logarithmLow, TLanes.MultiplyAdd(y, logarithm, Numbers<TLanes, TVector>.Negate(product)));

        // Out of this range the result is infinite or zero, and the second part may be NaN.
        TVector upper = TLanes.Constant(89, 710);
        TVector lower = TLanes.Constant(-105, -746);
        productLow = TLanes.And(TLanes.And(TLanes.Less(product, upper), TLanes.Less(lower, product)), productLow);
        product = Numbers<TLanes, TVector>.AtLeast(Numbers<TLanes, TVector>.AtMost(product, upper), lower);
        Exponential.Split<TLanes, TVector>(product, out TVector n, out TVector high, out TVector low);
        Exponential.Normalize<TLanes, TVector>(ref high, ref low);
        TVector significand = TLanes.Add(one, high);
        TVector lost = TLanes.Add(TLanes.Add(TLanes.Subtract(one, significand), high), low);
        significand = TLanes.Add(significand, TLanes.MultiplyAdd(significand, productLow, lost));
        TVector result = Numbers<TLanes, TVector>.Scale(significand, n);

        Parity<TLanes, TVector>(y, out TVector whole, out TVector odd);
        result = TLanes.Select(TLanes.Equal(size, one), TLanes.Select(TLanes.Equal(y, y), one, y), result);
        result = TLanes.ExclusiveOr(result, TLanes.And(odd, Numbers<TLanes, TVector>.Sign(x)));
        TVector negative = TLanes.And(TLanes.Less(x, TLanes.Zero), TLanes.Less(size, infinity));
        result = TLanes.Select(TLanes.Select(whole, TLanes.Zero, negative), Numbers<TLanes, TVector>.NotANumber, result);
        return TLanes.Select(TLanes.Or(TLanes.Equal(y, TLanes.Zero), TLanes.Equal(x, one)), one, result);
    }

    /// <summary>log x to about twice the precision, as <see cref="Logarithm"/> with s, s^2 and the first two terms of the series in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LogarithmInTwoParts<TLanes, TVector>(TVector x, out TVector high, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        Logarithm.Split<TLanes, TVector>(x, out TVector k, out TVector f);
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

    /// <summary>Whether y is an integer (infinity is), and an odd one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Parity<TLanes, TVector>(TVector y, out TVector whole, out TVector odd)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // From this number on the last place is 1.
        TVector unit = TLanes.Constant(8388608, 4503599627370496);
        TVector size = Numbers<TLanes, TVector>.Absolute(y);
        TVector small = TLanes.Less(size, unit);
        TVector rounded = TLanes.Select(small, TLanes.Add(size, unit), size);
        whole = TLanes.Select(small, TLanes.Equal(TLanes.Subtract(rounded, unit), size), TLanes.Equal(y, y));
        TVector lastBit = TLanes.BitPattern(1, 1);
        TVector isOdd = TLanes.EqualBits(TLanes.And(rounded, lastBit), lastBit);
        odd = TLanes.And(TLanes.And(whole, isOdd), TLanes.Less(size, TLanes.Constant(16777216, 9007199254740992)));
    }
}
