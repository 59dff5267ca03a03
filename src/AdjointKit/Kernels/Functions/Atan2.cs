using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The angle of the point (x, y), between -pi and pi. With t the quotient of the smaller and the larger of |x|, |y|, or (t - 1)/(t + 1) where t is above
/// tan(pi/8), the angle is K pi/4 plus or minus atan t. The quotient is corrected by its remainder and K pi/4 stands in two parts.
/// </summary>
/// <remarks>At most 1 unit of the last place from the exact value for float; 0.8 for double on a dense sample.</remarks>
internal readonly struct Atan2 : IFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector y, TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector absoluteY = Numbers<TLanes, TVector>.Absolute(y);
        TVector absoluteX = Numbers<TLanes, TVector>.Absolute(x);
        TVector steep = TLanes.Less(absoluteX, absoluteY);
        TVector smaller = TLanes.Select(steep, absoluteX, absoluteY);
        TVector larger = TLanes.Select(steep, absoluteY, absoluteX);

        // Infinities become the quotients 0/1 and 1/1. Powers of two keep the sum below the largest number and the remainder of the quotient above the smallest.
        TVector unbounded = TLanes.Equal(larger, infinity);
        smaller = TLanes.Select(unbounded, TLanes.And(TLanes.Equal(smaller, infinity), one), smaller);
        larger = TLanes.Select(unbounded, one, larger);
        TVector factor = TLanes.Select(TLanes.Less(TLanes.Constant(1.2676506e30f, 1.0715086071862673e301), larger), TLanes.Constant(9.0949470e-13f, 7.8886090522101181e-31), one);
        factor = TLanes.Select(TLanes.Less(larger, TLanes.Constant(1.1529215e18f, 3.2733906078961419e150)), TLanes.Constant(1.0995116e12f, 1.6069380442589903e60), factor);
        smaller = TLanes.Multiply(smaller, factor);
        larger = TLanes.Multiply(larger, factor);

        TVector wide = TLanes.Less(TLanes.Multiply(larger, TLanes.Constant(0.41421356f, 0.41421356237309503)), smaller);
        TVector difference = TLanes.Subtract(smaller, larger);
        TVector sum = TLanes.Add(smaller, larger);
        TVector differenceLow = TLanes.Subtract(smaller, TLanes.Add(difference, larger));
        TVector sumLow = TLanes.Add(TLanes.Subtract(larger, sum), smaller);
        TVector numerator = TLanes.Select(wide, difference, smaller);
        TVector denominator = TLanes.Select(wide, sum, larger);
        TVector inverse = TLanes.Divide(one, denominator);
        TVector t = TLanes.Multiply(numerator, inverse);
        TVector minus = Numbers<TLanes, TVector>.Negate(t);
        TVector remainder = TLanes.MultiplyAdd(minus, denominator, numerator);
        remainder = TLanes.Add(remainder, TLanes.And(wide, TLanes.MultiplyAdd(minus, sumLow, differenceLow)));
        TVector tLow = TLanes.Multiply(remainder, inverse);
        TVector empty = TLanes.Equal(denominator, TLanes.Zero);
        t = TLanes.Select(empty, TLanes.Zero, t);
        tLow = TLanes.Select(empty, TLanes.Zero, tLow);

        // atan(t + tLow) = t + (t^3 A(t^2) + tLow (1 - t^2)).
        TVector z = TLanes.Multiply(t, t);
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(z, -0.333333343f, 0.199999765f, -0.142841399f, 0.11071156f, TLanes.MultiplyAdd(z, TLanes.Constant(0.0504411682f, 0), TLanes.Constant(-0.0862311572f, 0)))
            : Polynomial.Of<TLanes, TVector>(z, -0.3333333333333333, 0.199999999999998, -0.14285714285658824, 0.1111111110505757, Polynomial.Of<TLanes, TVector>(z, -0.09090908748635232, 0.07692296234491514, -0.06666422364033206, 0.05878900032342983, Polynomial.Of<TLanes, TVector>(z, -0.052302411507894, 0.045506220391755364, -0.034545610104858494, 0.016258132064979208)));
        TVector rest = TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(z), tLow, tLow);
        rest = TLanes.MultiplyAdd(TLanes.Multiply(z, t), series, rest);

        // The angle is turns pi/4 + direction (t + rest).
        TVector left = Numbers<TLanes, TVector>.Sign(x);
        TVector isLeft = TLanes.EqualBits(left, Numbers<TLanes, TVector>.SignBit);
        TVector turns = TLanes.And(wide, one);
        turns = TLanes.Select(steep, TLanes.Subtract(TLanes.Constant(2, 2), turns), turns);
        turns = TLanes.Select(isLeft, TLanes.Subtract(TLanes.Constant(4, 4), turns), turns);
        TVector direction = TLanes.ExclusiveOr(left, TLanes.And(steep, Numbers<TLanes, TVector>.SignBit));
        t = TLanes.ExclusiveOr(t, direction);
        rest = TLanes.ExclusiveOr(rest, direction);
        TVector three = TLanes.Equal(turns, TLanes.Constant(3, 3));
        TVector start = TLanes.Select(three, TLanes.Constant(2.3561945f, 2.356194490192345), TLanes.Multiply(turns, TLanes.Constant(0.785398185f, 0.7853981633974483)));
        TVector startLow = TLanes.Select(three, TLanes.Constant(-5.96244032e-09f, 9.184850993605148e-17), TLanes.Multiply(turns, TLanes.Constant(-2.18556941e-08f, 3.061616997868383e-17)));
        TVector angle = TLanes.Add(start, t);
        TVector angleLow = TLanes.Add(TLanes.Add(TLanes.Subtract(start, angle), t), startLow);
        angle = TLanes.Add(angle, TLanes.Add(angleLow, rest));
        angle = TLanes.ExclusiveOr(Numbers<TLanes, TVector>.Absolute(angle), Numbers<TLanes, TVector>.Sign(y));
        TVector numbers = TLanes.And(TLanes.Equal(x, x), TLanes.Equal(y, y));
        return TLanes.Select(numbers, angle, Numbers<TLanes, TVector>.NotANumber);
    }
}
