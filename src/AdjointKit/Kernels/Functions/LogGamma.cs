using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// log |Gamma(x)|. For 0 &lt; x &lt; 8 the recurrence leads to v between -1/2 and 1/2 with log Gamma(2 + v) = v Q(v), and the logarithm of what it multiplied is added
/// or subtracted; above, Stirling's series (x - 1/2) (log x - 1) + (log(2 pi) - 1)/2 + S(1/x^2)/x; below 0 the reflection -log |sin(pi x) / pi| - log Gamma(1 - x).
/// </summary>
/// <remarks>For x above 0 at most 3.1 units of the last place from the exact value for float, 2 for double, on a sample; below 0, where the result has zeros, in units of 1 - x log(1 - x) where that is larger.</remarks>
internal readonly struct LogGamma : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector negative = TLanes.Less(x, TLanes.Zero);
        TVector result = OfPositive<TLanes, TVector>(TLanes.Select(negative, TLanes.Subtract(Numbers<TLanes, TVector>.One, x), Numbers<TLanes, TVector>.Absolute(x)));
        if (!TLanes.Any(negative)) return result;
        HalfTurns.SineAndCosine<TLanes, TVector>(x, out TVector sine, out _, out _);
        TVector logarithm = Log.Invoke<TLanes, TVector>(TLanes.Multiply(sine, TLanes.Constant(0.318309873f, 0.3183098861837907)));
        TVector reflected = Numbers<TLanes, TVector>.Negate(TLanes.Add(logarithm, result));
        reflected = TLanes.Select(TLanes.Equal(sine, TLanes.Zero), Numbers<TLanes, TVector>.Infinity, reflected);
        return TLanes.Select(negative, reflected, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OfPositive<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector near = TLanes.Less(x, TLanes.Constant(8, 8));
        TVector v = TLanes.Subtract(x, TLanes.Constant(2, 2));
        TVector product = one;
        for (int step = 0; step < 6; step++)
        {
            TVector above = TLanes.Less(TLanes.Constant(0.5f, 0.5), v);
            product = TLanes.Multiply(product, TLanes.Select(above, TLanes.Add(v, one), one));
            v = TLanes.Select(above, TLanes.Subtract(v, one), v);
        }

        TVector low = TLanes.Less(x, TLanes.Constant(1.5f, 1.5));
        TVector lowest = TLanes.Less(x, TLanes.Constant(0.5f, 0.5));
        product = TLanes.Select(low, TLanes.Select(lowest, TLanes.MultiplyAdd(x, x, x), x), product);
        v = TLanes.Select(low, TLanes.Select(lowest, x, TLanes.Subtract(x, one)), v);
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(v, 0.422784328f, 0.322467029f, -0.0673522949f, 0.0205816254f, Polynomial.Of<TLanes, TVector>(v, -0.00738592073f, 0.00287886872f, Polynomial.Of<TLanes, TVector>(v, -0.00118748483f, 0.000570251257f, -0.000250562036f)))
            : Polynomial.Of<TLanes, TVector>(v, 0.42278433509846713, 0.3224670334241132, -0.06735230105319814, 0.02058080842778457, Polynomial.Of<TLanes, TVector>(v, -0.0073855510286681535, 0.002890510330738737, -0.0011927539120010226, 0.0005096695248853096, Polynomial.Of<TLanes, TVector>(v, -0.00022315475074520367, 9.945750909889392e-05, -4.4926351103833334e-05, 2.050726741605779e-05, Polynomial.Of<TLanes, TVector>(v, -9.438458716242811e-06, 4.374374916915131e-06, -2.0449201467015115e-06, 9.578663334114758e-07, Polynomial.Of<TLanes, TVector>(v, -4.303558760359961e-07, 2.0304806751615227e-07, -1.3412819758517287e-07, 6.379047507619774e-08)))));

        Logarithm.InTwoParts<TLanes, TVector>(TLanes.Select(near, product, x), out TVector logarithm, out TVector logarithmLow);
        TVector direction = TLanes.And(low, Numbers<TLanes, TVector>.SignBit);
        TVector change = TLanes.Add(TLanes.MultiplyAdd(v, series, TLanes.ExclusiveOr(logarithm, direction)), TLanes.ExclusiveOr(logarithmLow, direction));

        TVector inverse = TLanes.Divide(one, x);
        TVector w = TLanes.Multiply(inverse, inverse);
        TVector stirling = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(w, 0.0833333358f, -0.00277769845f, 0.000780034694f)
            : Polynomial.Of<TLanes, TVector>(w, 0.08333333333333333, -0.002777777777773988, 0.0007936507897524059, -0.0005952365845057049, Polynomial.Of<TLanes, TVector>(w, 0.0008414700852503147, -0.001890382993887715, 0.005065905360156132));
        TVector factor = TwoParts.Sum<TLanes, TVector>(logarithm, Numbers<TLanes, TVector>.Negate(one), out TVector factorLow);
        TVector shifted = TLanes.Subtract(x, TLanes.Constant(0.5f, 0.5));
        TVector main = TwoParts.Product<TLanes, TVector>(shifted, factor, out TVector mainLow);
        mainLow = TLanes.MultiplyAdd(shifted, TLanes.Add(factorLow, logarithmLow), mainLow);
        TVector rest = TLanes.Add(TLanes.MultiplyAdd(stirling, inverse, TLanes.Constant(0.418938547f, 0.4189385332046727)), mainLow);
        TVector far = TLanes.Select(TLanes.Less(main, Numbers<TLanes, TVector>.Infinity), TLanes.Add(main, rest), main);

        TVector result = TLanes.Select(near, change, far);
        result = TLanes.Select(TLanes.Equal(x, TLanes.Zero), Numbers<TLanes, TVector>.Infinity, result);
        return TLanes.Select(TLanes.Less(x, Numbers<TLanes, TVector>.Infinity), result, x);
    }
}
