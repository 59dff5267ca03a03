using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The derivative of log Gamma. Below 8 the argument is first raised by 8 (psi(x) = psi(x + 8) - sum 1 / (x + k)); then
/// log x - 1/(2 x) - D(1/x^2)/x^2; below 0 the reflection psi(1 - x) - pi cot(pi x). NaN at the negative integers.
/// </summary>
/// <remarks>At most 4.8 units of the last place from the exact value for float, 3.6 for double, on a sample, where a result below 1 (below 0: 1 + log(1 - x)) counts as that.</remarks>
internal readonly struct Digamma : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector negative = TLanes.Less(x, TLanes.Zero);
        TVector y = TLanes.Select(negative, TLanes.Subtract(Numbers<TLanes, TVector>.One, x), x);
        TVector eight = TLanes.Constant(8, 8);
        TVector near = TLanes.Less(y, eight);
        TVector z = TLanes.Select(near, TLanes.Add(y, eight), y);
        TVector inverse = TLanes.Divide(Numbers<TLanes, TVector>.One, z);
        TVector w = TLanes.Multiply(inverse, inverse);
        TVector series = TLanes.IsSingle
            ? Polynomial.Of<TLanes, TVector>(w, 0.0833333358f, -0.00833278336f, 0.00387358828f)
            : Polynomial.Of<TLanes, TVector>(w, 0.08333333333333333, -0.008333333333331664, 0.003968253965999701, -0.004166665501516725, Polynomial.Of<TLanes, TVector>(w, 0.007575459920369176, -0.02105106090804774, 0.08002337465397756, -0.299425370626735));
        TVector result = TLanes.Subtract(Log.Invoke<TLanes, TVector>(z), TLanes.MultiplyAdd(w, series, TLanes.Multiply(inverse, TLanes.Constant(0.5f, 0.5))));
        if (TLanes.Any(near))
        {
            TVector sum = TLanes.Zero;
            for (int k = 7; k >= 0; k--) sum = TLanes.Add(sum, TLanes.Divide(Numbers<TLanes, TVector>.One, k == 0 ? y : TLanes.Add(y, TLanes.Constant(k, k))));
            result = TLanes.Select(near, TLanes.Subtract(result, sum), result);
        }

        if (!TLanes.Any(negative)) return result;
        HalfTurns.SineAndCosine<TLanes, TVector>(x, out TVector sine, out TVector cosine, out _);
        TVector cotangent = TLanes.Multiply(TLanes.Divide(cosine, sine), TLanes.Constant(3.14159274f, 3.141592653589793));
        TVector reflected = TLanes.Select(TLanes.Equal(sine, TLanes.Zero), Numbers<TLanes, TVector>.NotANumber, TLanes.Subtract(result, cotangent));
        return TLanes.Select(negative, reflected, result);
    }
}
