using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The series behind arc sine and arc cosine: asin s = s + s z P(z) with z = s^2 up to 1/4. Beyond 1/2 they come from s = sqrt((1 - |x|) / 2), in two parts,
/// for which asin |x| = pi/2 - 2 asin s.
/// </summary>
internal static class ArcSine
{
    /// <summary>s and the rest of asin s; s is |x| up to 1/2 and the root beyond (where <paramref name="far"/> is set). |x| above 1 gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<TLanes, TVector>(TVector size, out TVector far, out TVector s, out TVector rest)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector half = TLanes.Constant(0.5f, 0.5);
        far = TLanes.Less(half, size);
        TVector complement = TLanes.Multiply(TLanes.Subtract(Numbers<TLanes, TVector>.One, size), half);
        TVector z = TLanes.Select(far, complement, TLanes.Multiply(size, size));
        TVector root = TwoParts.Root<TLanes, TVector>(complement, TLanes.Zero, out TVector rootLow);
        s = TLanes.Select(far, root, size);
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(z, 0.166666657f, 0.0750009418f, 0.0445994027f, 0.0311006624f, TLanes.MultiplyAdd(z, TLanes.Constant(0.0336908475f, 0), TLanes.Constant(0.0171492379f, 0)))
            : Polynomial.Of<TLanes, TVector>(z, 0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247, Polynomial.Of<TLanes, TVector>(z, 0.02237217294214989, 0.017352392720869973, 0.013971212973552933, 0.011479177415184906, Polynomial.Of<TLanes, TVector>(z, 0.01032281435018578, 0.005457506718640358, TLanes.MultiplyAdd(TLanes.MultiplyAdd(z, TLanes.Constant(0, 0.028757851367421566), TLanes.Constant(0, -0.014851887071247204)), z, TLanes.Constant(0, 0.01740087944269402)))));
        rest = TLanes.MultiplyAdd(TLanes.Multiply(s, z), series, TLanes.And(far, rootLow));
    }

    /// <summary>start - a - b, with start in two parts and a the larger one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Complement<TLanes, TVector>(TVector start, TVector startLow, TVector a, TVector b)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector difference = TwoParts.Sum<TLanes, TVector>(start, Numbers<TLanes, TVector>.Negate(a), out TVector lost);
        return TLanes.Add(difference, TLanes.Add(lost, TLanes.Subtract(startLow, b)));
    }
}
