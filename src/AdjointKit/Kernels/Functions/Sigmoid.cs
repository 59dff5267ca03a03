using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>The logistic function 1 / (1 + e^-x): from E = e^-|x|, as 1 / (1 + E) for x >= 0 and E / (1 + E) below, the quotient corrected by its remainder.</summary>
/// <remarks>At most 0.765 units of the last place from the exact value for every float; 0.65 for double on a dense sample.</remarks>
internal readonly struct Sigmoid : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        // Beyond this E is zero.
        TVector bounded = Numbers<TLanes, TVector>.AtMost(Numbers<TLanes, TVector>.Absolute(x), TLanes.Constant(105, 746));
        Exponential.Split<TLanes, TVector>(Numbers<TLanes, TVector>.Negate(bounded), out TVector n, out TVector high, out TVector low);
        Exponential.Normalize<TLanes, TVector>(ref high, ref low);
        TVector one = Numbers<TLanes, TVector>.One;
        TVector significand = TLanes.Add(one, high);
        TVector significandLow = TLanes.Add(TLanes.Add(TLanes.Subtract(one, significand), high), low);
        TVector power = Numbers<TLanes, TVector>.PowerOfTwo(Numbers<TLanes, TVector>.AtLeast(n, TLanes.Constant(-100, -1000)));
        TVector small = TLanes.Multiply(power, significand);
        TVector denominator = TLanes.Add(one, small);
        TVector denominatorLow = TLanes.MultiplyAdd(power, significandLow, TLanes.Add(TLanes.Subtract(one, denominator), small));

        TVector negative = TLanes.Less(x, TLanes.Zero);
        TVector numerator = TLanes.Select(negative, significand, one);
        TVector numeratorLow = TLanes.And(negative, significandLow);
        TVector inverse = TLanes.Divide(one, denominator);
        TVector quotient = TLanes.Multiply(numerator, inverse);
        TVector minus = Numbers<TLanes, TVector>.Negate(quotient);
        TVector remainder = TLanes.Add(TLanes.MultiplyAdd(minus, denominator, numerator), TLanes.MultiplyAdd(minus, denominatorLow, numeratorLow));
        return Numbers<TLanes, TVector>.Scale(TLanes.MultiplyAdd(remainder, inverse, quotient), TLanes.And(negative, n));
    }
}
