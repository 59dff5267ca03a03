using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Sine and cosine of pi x: the nearest integer is taken off first, exactly.</summary>
internal static class HalfTurns
{
    /// <summary>sin(pi x) as magnitude and sign, and a cosine that over this magnitude is cot(pi x).</summary>
    /// <param name="x">The angle in half turns.</param>
    /// <param name="sine">The magnitude of the sine; exactly 0 at integers.</param>
    /// <param name="cosine">The cosine of the distance to the nearest integer, with the sign of this distance.</param>
    /// <param name="sign">The sign bit of the sine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SineAndCosine<TLanes, TVector>(TVector x, out TVector sine, out TVector cosine, out TVector sign)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // From this number on there are integers only.
        TVector unit = TLanes.Constant(8388608, 4503599627370496);
        TVector start = Numbers<TLanes, TVector>.Absolute(x);
        TVector fractional = TLanes.Less(start, unit);
        TVector nearest = TLanes.Add(start, unit);
        TVector rest = TLanes.And(fractional, TLanes.Subtract(start, TLanes.Subtract(nearest, unit)));
        TVector size = Numbers<TLanes, TVector>.Absolute(rest);
        TVector steep = TLanes.Less(TLanes.Constant(0.25f, 0.25), size);
        TVector turn = TLanes.Select(steep, TLanes.Subtract(TLanes.Constant(0.5f, 0.5), size), size);
        TVector angle = TwoParts.Product<TLanes, TVector>(turn, TLanes.Constant(3.14159274f, 3.141592653589793), out TVector angleLow);
        angleLow = TLanes.MultiplyAdd(turn, TLanes.Constant(-8.74227766e-08f, 1.2246467991473532e-16), angleLow);
        SinCos.Series<TLanes, TVector>(angle, angleLow, out TVector s, out TVector sLow, out TVector c, out TVector cLow);
        s = TLanes.Add(s, sLow);
        c = TLanes.Add(c, cLow);
        sine = TLanes.Select(steep, c, s);
        sign = Numbers<TLanes, TVector>.Sign(TLanes.ExclusiveOr(rest, x));
        cosine = TLanes.ExclusiveOr(TLanes.Select(steep, s, c), sign);
        TVector odd = Numbers<TLanes, TVector>.Sign(TLanes.ShiftLeft(nearest, 31, 63));
        sign = TLanes.ExclusiveOr(sign, TLanes.And(fractional, odd));
    }
}
