using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// log z = log |z| + i atan2(y, x). With |z| between 1/2 and 2 its logarithm is half of log(1 + s), where s = (m - 1) (m + 1) + n^2 with m the larger and n
/// the smaller of |x| and |y| is carried in two words: the numbers around the unit circle keep their places.
/// </summary>
/// <remarks>Each part within 2 units of its last place on a sample (float and double). Special values as in C (Annex G).</remarks>
internal readonly struct ComplexLog : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector angle = Atan2.Invoke<TLanes, TVector>(imaginary, real);
        TVector x = Numbers<TLanes, TVector>.Absolute(real);
        TVector y = Numbers<TLanes, TVector>.Absolute(imaginary);
        TVector steep = TLanes.Less(x, y);
        TVector larger = TLanes.Select(steep, y, x);
        TVector smaller = TLanes.Select(steep, x, y);

        // The magnitude of the largest numbers is infinite, a quarter of it is not.
        TVector huge = TLanes.Less(TLanes.Constant(8.507059e37f, 4.49423283715579e307), larger);
        TVector quarter = TLanes.Select(huge, TLanes.Constant(0.25f, 0.25), one);
        TVector size = Hypotenuse.Invoke<TLanes, TVector>(TLanes.Multiply(x, quarter), TLanes.Multiply(y, quarter));
        TVector logarithm = Log.Invoke<TLanes, TVector>(size);
        logarithm = TLanes.Add(logarithm, TLanes.And(huge, TLanes.Constant(1.38629436f, 1.3862943611198906)));

        TVector near = TLanes.And(TLanes.Less(TLanes.Constant(0.5f, 0.5), size), TLanes.Less(size, TLanes.Constant(2, 2)));
        if (TLanes.Any(near)) logarithm = TLanes.Select(near, NearOne<TLanes, TVector>(larger, smaller), logarithm);
        real = logarithm;
        imaginary = angle;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NearOne<TLanes, TVector>(TVector larger, TVector smaller)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector below = TLanes.Subtract(larger, one);
        TVector above = TLanes.Add(larger, one);
        TVector aboveLow = TLanes.Subtract(larger, TLanes.Subtract(above, one));
        TVector product = TLanes.Multiply(below, above);
        TVector productLow = TLanes.MultiplyAdd(below, aboveLow, TLanes.MultiplyAdd(below, above, Numbers<TLanes, TVector>.Negate(product)));
        TVector square = TLanes.Multiply(smaller, smaller);
        TVector squareLow = TLanes.MultiplyAdd(smaller, smaller, Numbers<TLanes, TVector>.Negate(square));
        TVector sum = TLanes.Add(product, square);
        TVector part = TLanes.Subtract(sum, product);
        TVector lost = TLanes.Add(TLanes.Subtract(product, TLanes.Subtract(sum, part)), TLanes.Subtract(square, part));
        TVector s = TLanes.Add(sum, TLanes.Add(lost, TLanes.Add(productLow, squareLow)));
        return TLanes.Multiply(Log1p.Invoke<TLanes, TVector>(s), TLanes.Constant(0.5f, 0.5));
    }
}
