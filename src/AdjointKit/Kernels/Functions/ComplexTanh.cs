using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// tanh z = (sinh x cosh x + i sin y cos y) / (sinh^2 x + cos^2 y): no term of the denominator is negative. Where |x| is so large that sinh and cosh are
/// e^|x| / 2 the real part is 1 with the sign of x and the imaginary part 4 sin y cos y e^-2|x|.
/// </summary>
/// <remarks>
/// Each part within 4 units of its last place on a sample (float and double). Special values as in C (Annex G) but for 0 + i infinity, where C wants the real part 0 and ours is NaN.
/// </remarks>
internal readonly struct ComplexTanh : IComplexFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector limit = TLanes.Constant(11, 22);
        TVector size = Numbers<TLanes, TVector>.Absolute(real);
        TVector far = TLanes.Less(limit, size);
        SinCos.Invoke<TLanes, TVector>(imaginary, out TVector sine, out TVector cosine);
        Hyperbolic.SineAndCosine<TLanes, TVector>(TLanes.Or(Numbers<TLanes, TVector>.AtMost(size, limit), Numbers<TLanes, TVector>.Sign(real)), out TVector hyperbolicSine, out TVector hyperbolicCosine, out _);
        TVector denominator = TLanes.MultiplyAdd(hyperbolicSine, hyperbolicSine, TLanes.Multiply(cosine, cosine));
        TVector x = TLanes.Divide(TLanes.Multiply(hyperbolicSine, hyperbolicCosine), denominator);
        TVector numerator = TLanes.Multiply(sine, cosine);
        TVector y = TLanes.Divide(numerator, denominator);
        if (TLanes.Any(far))
        {
            TVector decay = Exp.Invoke<TLanes, TVector>(Numbers<TLanes, TVector>.Negate(size));
            TVector quadruple = TLanes.Multiply(numerator, TLanes.Constant(4, 4));
            TVector distant = Growth.StrongProduct<TLanes, TVector>(Growth.StrongProduct<TLanes, TVector>(quadruple, decay), decay);
            x = TLanes.Select(far, TLanes.Or(Numbers<TLanes, TVector>.One, Numbers<TLanes, TVector>.Sign(real)), x);
            y = TLanes.Select(far, distant, y);
        }

        real = x;
        imaginary = TLanes.Select(TLanes.Equal(imaginary, TLanes.Zero), imaginary, y);
    }
}
