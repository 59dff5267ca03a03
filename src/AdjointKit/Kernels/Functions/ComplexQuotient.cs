using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// z / w = z conj(w) / |w|^2: both are first divided by the power of two in their larger part, so that nothing leaves the range before the quotient does, and the
/// two sums of products keep what their roundings lose (Kahan), so that a small part is as accurate as a large one.
/// </summary>
/// <remarks>Each part within 3 units of its last place on a sample (float and double), unless the parts of one operand differ by the range of the type. Infinities and zeros as in C (Annex G).</remarks>
internal readonly struct ComplexQuotient : IComplexFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary, TVector otherReal, TVector otherImaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector exponentZ = Exponent<TLanes, TVector>(real, imaginary);
        TVector exponentW = Exponent<TLanes, TVector>(otherReal, otherImaginary);
        TVector shrinkZ = Numbers<TLanes, TVector>.Negate(exponentZ);
        TVector shrinkW = Numbers<TLanes, TVector>.Negate(exponentW);
        TVector a = Numbers<TLanes, TVector>.Scale(real, shrinkZ);
        TVector b = Numbers<TLanes, TVector>.Scale(imaginary, shrinkZ);
        TVector c = Numbers<TLanes, TVector>.Scale(otherReal, shrinkW);
        TVector d = Numbers<TLanes, TVector>.Scale(otherImaginary, shrinkW);
        TVector denominator = TLanes.MultiplyAdd(c, c, TLanes.Multiply(d, d));
        TVector x = TLanes.Divide(SumOfProducts<TLanes, TVector>(a, c, b, d), denominator);
        TVector y = TLanes.Divide(SumOfProducts<TLanes, TVector>(b, c, Numbers<TLanes, TVector>.Negate(a), d), denominator);

        // Beyond these the quotient is infinite or zero.
        TVector exponent = TLanes.Subtract(exponentZ, exponentW);
        exponent = Numbers<TLanes, TVector>.AtMost(exponent, TLanes.Constant(250, 2040));
        exponent = Numbers<TLanes, TVector>.AtLeast(exponent, TLanes.Constant(-250, -2040));
        x = Numbers<TLanes, TVector>.Scale(x, exponent);
        y = Numbers<TLanes, TVector>.Scale(y, exponent);

        TVector infiniteZ = TLanes.Or(IsInfinite<TLanes, TVector>(real), IsInfinite<TLanes, TVector>(imaginary));
        TVector infiniteW = TLanes.Or(IsInfinite<TLanes, TVector>(otherReal), IsInfinite<TLanes, TVector>(otherImaginary));
        TVector zeroW = TLanes.And(TLanes.Equal(otherReal, TLanes.Zero), TLanes.Equal(otherImaginary, TLanes.Zero));
        TVector special = TLanes.Or(zeroW, TLanes.Or(infiniteZ, infiniteW));
        if (TLanes.Any(special))
        {
            SpecialQuotient<TLanes, TVector>(real, imaginary, otherReal, otherImaginary, infiniteZ, infiniteW, zeroW, out TVector specialReal, out TVector specialImaginary);
            x = TLanes.Select(special, specialReal, x);
            y = TLanes.Select(special, specialImaginary, y);
        }

        real = x;
        imaginary = y;
    }

    /// <summary>An infinite number counts as its direction: the quotient of the directions times infinity or zero. A number divided by zero is it times infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpecialQuotient<TLanes, TVector>(TVector real, TVector imaginary, TVector otherReal, TVector otherImaginary, TVector infiniteZ, TVector infiniteW, TVector zeroW, out TVector x, out TVector y)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector a = Direction<TLanes, TVector>(real, infiniteZ);
        TVector b = Direction<TLanes, TVector>(imaginary, infiniteZ);
        TVector c = Direction<TLanes, TVector>(otherReal, infiniteW);
        TVector d = Direction<TLanes, TVector>(otherImaginary, infiniteW);
        TVector size = TLanes.And(infiniteZ, infinity);
        size = TLanes.Select(TLanes.And(infiniteZ, infiniteW), Numbers<TLanes, TVector>.NotANumber, size);
        x = TLanes.Multiply(size, TLanes.MultiplyAdd(a, c, TLanes.Multiply(b, d)));
        y = TLanes.Multiply(size, TLanes.MultiplyAdd(b, c, Numbers<TLanes, TVector>.Negate(TLanes.Multiply(a, d))));
        TVector signed = TLanes.Or(infinity, Numbers<TLanes, TVector>.Sign(otherReal));
        x = TLanes.Select(zeroW, TLanes.Multiply(signed, real), x);
        y = TLanes.Select(zeroW, TLanes.Multiply(signed, imaginary), y);
    }

    /// <summary>Where the number is infinite, 1 for an infinite part and 0 for another one, with its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Direction<TLanes, TVector>(TVector part, TVector infinite)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector direction = TLanes.Or(TLanes.And(IsInfinite<TLanes, TVector>(part), Numbers<TLanes, TVector>.One), Numbers<TLanes, TVector>.Sign(part));
        return TLanes.Select(infinite, direction, part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IsInfinite<TLanes, TVector>(TVector part)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.Equal(Numbers<TLanes, TVector>.Absolute(part), Numbers<TLanes, TVector>.Infinity);

    /// <summary>The exponent of the larger part, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponent<TLanes, TVector>(TVector real, TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector x = Numbers<TLanes, TVector>.Absolute(real);
        TVector y = Numbers<TLanes, TVector>.Absolute(imaginary);
        TVector larger = TLanes.Select(TLanes.Less(x, y), y, x);

        // The exponent is placed below the leading bit of 2^23 (2^52), which is then subtracted together with its bias.
        TVector biased = TLanes.Or(TLanes.ShiftRight(larger, 23, 52), TLanes.Constant(8388608, 4503599627370496));
        return TLanes.Subtract(biased, TLanes.Constant(8388608 + 127, 4503599627370496 + 1023));
    }

    /// <summary>a c + b d, with what the rounding of b d loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumOfProducts<TLanes, TVector>(TVector a, TVector c, TVector b, TVector d)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector product = TLanes.Multiply(b, d);
        TVector lost = TLanes.MultiplyAdd(b, d, Numbers<TLanes, TVector>.Negate(product));
        return TLanes.Add(TLanes.MultiplyAdd(a, c, product), lost);
    }
}

/// <summary>1 / z.</summary>
/// <remarks>As <see cref="ComplexQuotient"/>.</remarks>
internal readonly struct ComplexReciprocal : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector x = Numbers<TLanes, TVector>.One;
        TVector y = TLanes.Zero;
        ComplexQuotient.Invoke<TLanes, TVector>(ref x, ref y, real, imaginary);
        real = x;
        imaginary = y;
    }
}
