using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The tangent of an angle in radians, any finite one: the quotient of sine and cosine, each in two parts, or of the cosine and minus the sine in every second quarter turn.</summary>
/// <remarks>At most 1.08 units of the last place from the exact value for float, 0.93 for double, on a sample.</remarks>
internal readonly struct Tan : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        QuarterTurns.Split<TLanes, TVector>(Numbers<TLanes, TVector>.Absolute(x), out TVector quadrant, out TVector high, out TVector low);
        SinCos.Series<TLanes, TVector>(high, low, out TVector sine, out TVector sineLow, out TVector cosine, out TVector cosineLow);
        sine = TwoParts.Sum<TLanes, TVector>(sine, sineLow, out sineLow);
        cosine = TwoParts.Sum<TLanes, TVector>(cosine, cosineLow, out cosineLow);
        TVector even = SinCos.IsEven<TLanes, TVector>(quadrant);
        TVector numerator = TLanes.Select(even, sine, cosine);
        TVector numeratorLow = TLanes.Select(even, sineLow, cosineLow);
        TVector denominator = TLanes.Select(even, cosine, Numbers<TLanes, TVector>.Negate(sine));
        TVector denominatorLow = TLanes.Select(even, cosineLow, Numbers<TLanes, TVector>.Negate(sineLow));
        TVector quotient = TwoParts.Quotient<TLanes, TVector>(numerator, numeratorLow, denominator, denominatorLow, out TVector quotientLow);
        return TLanes.ExclusiveOr(TLanes.Add(quotient, quotientLow), Numbers<TLanes, TVector>.Sign(x));
    }
}
