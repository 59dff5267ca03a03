using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The second derivative of log Gamma. Below 8 the argument is first raised by 8 (psi'(x) = psi'(x + 8) + sum 1 / (x + k)^2); then
/// 1/x + 1/(2 x^2) + T(1/x^2)/x^3; below 0 the reflection (pi / sin(pi x))^2 - psi'(1 - x).
/// </summary>
/// <remarks>At most 4.5 units of the last place from the exact value for float, 3 for double, on a sample.</remarks>
internal readonly struct Trigamma : IFunction
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
            ? Polynomial.Of<TLanes, TVector>(w, 0.166666657f, -0.0333289765f, 0.023057932f)
            : Polynomial.Of<TLanes, TVector>(w, 0.16666666666666666, -0.03333333333330476, 0.023809523770911365, -0.03333331335581846, Polynomial.Of<TLanes, TVector>(w, 0.07575246348177586, -0.2523946862734603, 1.1093601965597248, -4.575304142113963));
        TVector result = TLanes.Add(inverse, TLanes.MultiplyAdd(TLanes.Multiply(w, inverse), series, TLanes.Multiply(w, TLanes.Constant(0.5f, 0.5))));
        if (TLanes.Any(near))
        {
            TVector sum = result;
            for (int k = 7; k >= 0; k--)
            {
                TVector part = TLanes.Divide(Numbers<TLanes, TVector>.One, k == 0 ? y : TLanes.Add(y, TLanes.Constant(k, k)));
                sum = TLanes.MultiplyAdd(part, part, sum);
            }

            result = TLanes.Select(near, sum, result);
        }

        if (!TLanes.Any(negative)) return result;
        HalfTurns.SineAndCosine<TLanes, TVector>(x, out TVector sine, out _, out _);
        TVector quotient = TLanes.Divide(TLanes.Constant(3.14159274f, 3.141592653589793), sine);
        return TLanes.Select(negative, TLanes.MultiplyAdd(quotient, quotient, Numbers<TLanes, TVector>.Negate(result)), result);
    }
}
