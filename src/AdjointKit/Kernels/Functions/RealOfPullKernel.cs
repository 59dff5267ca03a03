using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Re(s conj(a) b): A and B hold the complex a and b; zero where b is (shift 1), whatever a is.</summary>
internal readonly unsafe struct RealOfPullKernel : INumberKernel
{
    [SkipLocalsInit]
    public static void Run<TLanes, TVector, T>(Row* row)
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* numbers = stackalloc T[2 * NumberRounds.Length];
        T* others = stackalloc T[2 * NumberRounds.Length];
        T* results = stackalloc T[NumberRounds.Length];
        TVector scaleReal = TLanes.Constant((float)row->Scale.Real, row->Scale.Real);
        TVector scaleImaginary = TLanes.Constant((float)-row->Scale.Imaginary, -row->Scale.Imaginary);
        bool usesReal = row->Scale.Real != 0;
        bool usesImaginary = row->Scale.Imaginary != 0;
        bool isStrong = row->Shift.Real == 1;
        for (nint start = 0; start < row->Count; start += NumberRounds.Length)
        {
            int count = (int)Math.Min(NumberRounds.Length, row->Count - start);
            T* a = NumberRounds.Numbers((T*)row->A, row->StepA, start, count, numbers);
            T* b = NumberRounds.Numbers((T*)row->B, row->StepB, start, count, others);
            bool direct = count == NumberRounds.Length && row->StepInto == 1;
            T* target = direct ? (T*)row->Into + start : results;
            for (int i = 0; i < count; i += TLanes.Width)
            {
                TLanes.LoadComplex(a + (2 * i), out TVector re, out TVector im);
                TLanes.LoadComplex(b + (2 * i), out TVector otherRe, out TVector otherIm);
                TVector sum = Sum<TLanes, TVector>(re, im, otherRe, otherIm, scaleReal, scaleImaginary, usesReal, usesImaginary, isStrong);
                TLanes.StoreReal(sum, target + i);
            }

            if (direct) continue;
            for (int i = 0; i < count; i++) ((T*)row->Into)[(start + i) * row->StepInto] = results[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum<TLanes, TVector>(TVector re, TVector im, TVector otherRe, TVector otherIm, TVector scaleReal, TVector scaleImaginary, bool usesReal, bool usesImaginary, bool isStrong)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum = TLanes.Zero;
        if (usesReal) sum = TLanes.Multiply(scaleReal, TLanes.MultiplyAdd(im, otherIm, TLanes.Multiply(re, otherRe)));
        if (usesImaginary) sum = TLanes.MultiplyAdd(scaleImaginary, TLanes.Subtract(TLanes.Multiply(re, otherIm), TLanes.Multiply(im, otherRe)), sum);
        return isStrong ? TLanes.Select(TLanes.And(TLanes.Equal(otherRe, TLanes.Zero), TLanes.Equal(otherIm, TLanes.Zero)), TLanes.Zero, sum) : sum;
    }
}
