using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>s x r: A holds the complex x, B the reals r; zero where r is (shift 1) or where x is (shift 2), whatever the other is.</summary>
internal readonly unsafe struct RealTimesKernel : INumberKernel
{
    [SkipLocalsInit]
    public static void Run<TLanes, TVector, T>(Row* row)
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* numbers = stackalloc T[2 * NumberRounds.Length];
        T* factors = stackalloc T[NumberRounds.Length];
        T* results = stackalloc T[2 * NumberRounds.Length];
        TVector scaleReal = TLanes.Constant((float)row->Scale.Real, row->Scale.Real);
        TVector scaleImaginary = TLanes.Constant((float)row->Scale.Imaginary, row->Scale.Imaginary);
        bool isReal = row->Scale.Imaginary == 0;
        int strong = (int)row->Shift.Real;
        for (nint start = 0; start < row->Count; start += NumberRounds.Length)
        {
            int count = (int)Math.Min(NumberRounds.Length, row->Count - start);
            T* x = NumberRounds.Numbers((T*)row->A, row->StepA, start, count, numbers);
            T* r = NumberRounds.Reals((T*)row->B, row->StepB, start, count, factors);
            T* target = NumberRounds.Target((T*)row->Into, row->StepInto, start, count, results);
            for (int i = 0; i < count; i += TLanes.Width)
            {
                TLanes.LoadComplex(x + (2 * i), out TVector real, out TVector imaginary);
                Multiply<TLanes, TVector>(ref real, ref imaginary, TLanes.LoadReal(r + i), scaleReal, scaleImaginary, isReal, strong);
                TLanes.StoreComplex(real, imaginary, target + (2 * i));
            }

            if (target == results) NumberRounds.Spread(results, (T*)row->Into, row->StepInto, start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TLanes, TVector>(ref TVector real, ref TVector imaginary, TVector factor, TVector scaleReal, TVector scaleImaginary, bool isReal, int strong)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector zero = strong switch
        {
            1 => TLanes.Equal(factor, TLanes.Zero),
            2 => TLanes.And(TLanes.Equal(real, TLanes.Zero), TLanes.Equal(imaginary, TLanes.Zero)),
            _ => TLanes.Zero,
        };
        TVector timesReal = TLanes.Multiply(factor, real);
        TVector timesImaginary = TLanes.Multiply(factor, imaginary);
        real = TLanes.Multiply(scaleReal, timesReal);
        imaginary = TLanes.Multiply(scaleReal, timesImaginary);
        if (!isReal)
        {
            real = TLanes.Subtract(real, TLanes.Multiply(scaleImaginary, timesImaginary));
            imaginary = TLanes.MultiplyAdd(scaleImaginary, timesReal, imaginary);
        }

        if (strong == 0) return;
        real = TLanes.Select(zero, TLanes.Zero, real);
        imaginary = TLanes.Select(zero, TLanes.Zero, imaginary);
    }
}
