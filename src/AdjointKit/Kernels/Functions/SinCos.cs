using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Sine and cosine of an angle in radians, any finite one.</summary>
/// <remarks>The sine is at most 0.947 units of the last place from the exact value for every float, the cosine at most 0.971; 0.9 for double on a dense sample.</remarks>
internal static class SinCos
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Invoke<TLanes, TVector>(TVector x, out TVector sine, out TVector cosine)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        QuarterTurns.Split<TLanes, TVector>(Numbers<TLanes, TVector>.Absolute(x), out TVector quadrant, out TVector high, out TVector low);
        Series<TLanes, TVector>(high, low, out TVector sineSeries, out TVector sineLow, out TVector cosineSeries, out TVector cosineLow);
        sineSeries = TLanes.Add(sineSeries, sineLow);
        cosineSeries = TLanes.Add(cosineSeries, cosineLow);
        TVector even = IsEven<TLanes, TVector>(quadrant);
        TVector sign = TLanes.ExclusiveOr(BitOfTwo<TLanes, TVector>(quadrant), Numbers<TLanes, TVector>.Sign(x));
        sine = TLanes.ExclusiveOr(TLanes.Select(even, sineSeries, cosineSeries), sign);
        TVector next = TLanes.AddBits(quadrant, TLanes.BitPattern(1, 1));
        cosine = TLanes.ExclusiveOr(TLanes.Select(even, cosineSeries, sineSeries), BitOfTwo<TLanes, TVector>(next));
    }

    /// <summary>sin(h + l) = h + (h^3 S(h^2) + l) and cos(h + l) = 1 - h^2/2 + (h^4 C(h^2) - h l), the latter with what 1 - h^2/2 loses; each as a sum of two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Series<TLanes, TVector>(TVector high, TVector low, out TVector sine, out TVector sineLow, out TVector cosine, out TVector cosineLow)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector z = TLanes.Multiply(high, high);
        TVector s = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(z, -0.166666642f, 0.0083327461f, -0.000195873872f)
            : Polynomial.Of<TLanes, TVector>(z, -0.16666666666666666, 0.008333333333330925, Polynomial.Of<TLanes, TVector>(z, -0.00019841269836722418, 2.755731608381636e-06, -2.5051127944014188e-08, 1.5917848524808262e-10));
        TVector c = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(z, 0.0416666642f, -0.00138883002f, 2.45474366e-05f)
            : Polynomial.Of<TLanes, TVector>(z, 0.041666666666666664, -0.0013888888888887382, Polynomial.Of<TLanes, TVector>(z, 2.480158729874307e-05, -2.7557317260008837e-07, 2.0876143827993133e-09, -1.1382456778061306e-11));
        sine = high;
        sineLow = TLanes.MultiplyAdd(TLanes.Multiply(z, high), s, low);
        TVector one = Numbers<TLanes, TVector>.One;
        TVector half = TLanes.Multiply(z, TLanes.Constant(0.5f, 0.5));
        cosine = TLanes.Subtract(one, half);
        TVector lost = TLanes.Subtract(TLanes.Subtract(one, cosine), half);
        TVector crossed = TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(high), low, lost);
        cosineLow = TLanes.MultiplyAdd(TLanes.Multiply(z, z), c, crossed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector IsEven<TLanes, TVector>(TVector quadrant)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.EqualBits(TLanes.And(quadrant, TLanes.BitPattern(1, 1)), TLanes.Zero);

    /// <summary>The bit of value 2, where the sign is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BitOfTwo<TLanes, TVector>(TVector quadrant)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => Numbers<TLanes, TVector>.Sign(TLanes.ShiftLeft(quadrant, 30, 62));
}

/// <summary>The sine.</summary>
internal readonly struct Sin : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        SinCos.Invoke<TLanes, TVector>(x, out TVector sine, out _);
        return sine;
    }
}

/// <summary>The cosine.</summary>
internal readonly struct Cos : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        SinCos.Invoke<TLanes, TVector>(x, out _, out TVector cosine);
        return cosine;
    }
}
