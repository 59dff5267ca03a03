using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The square root in the right half plane: with t = sqrt((|x| + |z|) / 2), t + i y / (2 t) for x >= 0, and |y| / (2 t) + i t with the sign of y below.
/// Powers of four keep t and |z| in range.
/// </summary>
/// <remarks>Each part within 2 units of its last place on a sample (float and double). Special values as in C (Annex G).</remarks>
internal readonly struct ComplexSqrt : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector sign = Numbers<TLanes, TVector>.Sign(imaginary);
        TVector x = Numbers<TLanes, TVector>.Absolute(real);
        TVector y = Numbers<TLanes, TVector>.Absolute(imaginary);
        TVector larger = TLanes.Select(TLanes.Less(x, y), y, x);
        TVector huge = TLanes.Less(TLanes.Constant(8.507059e37f, 4.49423283715579e307), larger);
        TVector tiny = TLanes.Less(larger, TLanes.Constant(8.2718061e-25f, 1.6033346880071782e-291));
        TVector factor = TLanes.Select(huge, TLanes.Constant(0.0625f, 0.0625), TLanes.Select(tiny, TLanes.Constant(281474976710656f, 3.2451855365842673e32), one));
        TVector root = TLanes.Select(huge, TLanes.Constant(4, 4), TLanes.Select(tiny, TLanes.Constant(5.9604645e-8f, 5.551115123125783e-17), one));
        x = TLanes.Multiply(x, factor);
        y = TLanes.Multiply(y, factor);
        TVector sum = TLanes.Add(x, Hypotenuse.Invoke<TLanes, TVector>(x, y));
        TVector t = TLanes.SquareRoot(TLanes.Multiply(sum, TLanes.Constant(0.5f, 0.5)));
        TVector other = TLanes.Divide(y, TLanes.Add(t, t));
        other = TLanes.Select(TLanes.Equal(y, TLanes.Zero), TLanes.Zero, other);
        t = TLanes.Multiply(t, root);
        other = TLanes.Multiply(other, root);

        // x infinite and y finite: the smaller part is zero; y infinite: both are infinite, whatever x is.
        other = TLanes.Select(TLanes.And(TLanes.Equal(x, infinity), TLanes.Less(y, infinity)), TLanes.Zero, other);
        other = TLanes.Select(TLanes.Equal(y, infinity), infinity, other);
        t = TLanes.Select(TLanes.Equal(y, infinity), infinity, t);
        TVector left = TLanes.EqualBits(Numbers<TLanes, TVector>.Sign(real), Numbers<TLanes, TVector>.SignBit);
        real = TLanes.Select(left, other, t);
        imaginary = TLanes.Or(TLanes.Select(left, t, other), sign);
    }
}
