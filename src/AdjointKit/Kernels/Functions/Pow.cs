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
        Logarithm.InTwoParts<TLanes, TVector>(size, out TVector logarithm, out TVector logarithmLow);
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
