using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// Complex numbers turned by an angle each and scaled, c x exp(i scale (b - shift)): A holds x, B the reals b, C the reals c or nothing, which counts as 1. The difference is taken first, so
/// that a large shift costs no digits of the angle.
/// </summary>
internal static unsafe class TurnRuns
{
    internal static void Single(Row* row)
    {
        if (Avx512F.IsSupported) Turn<Single512, Vector512<float>, float>(row, 1f);
        else if (Vector256.IsHardwareAccelerated) Turn<Single256, Vector256<float>, float>(row, 1f);
        else Turn<Single128, Vector128<float>, float>(row, 1f);
    }

    internal static void Double(Row* row)
    {
        if (Avx512F.IsSupported) Turn<Double512, Vector512<double>, double>(row, 1.0);
        else if (Vector256.IsHardwareAccelerated) Turn<Double256, Vector256<double>, double>(row, 1.0);
        else Turn<Double128, Vector128<double>, double>(row, 1.0);
    }

    [SkipLocalsInit]
    private static void Turn<TLanes, TVector, T>(Row* row, T one)
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* numbers = stackalloc T[2 * NumberRounds.Length];
        T* results = stackalloc T[2 * NumberRounds.Length];
        T* angles = stackalloc T[NumberRounds.Length];
        T* magnitudes = stackalloc T[NumberRounds.Length];
        new Span<T>(magnitudes, NumberRounds.Length).Fill(one);
        TVector scale = TLanes.Constant((float)row->Scale.Real, row->Scale.Real);
        TVector shift = TLanes.Constant((float)row->Shift.Real, row->Shift.Real);
        for (nint start = 0; start < row->Count; start += NumberRounds.Length)
        {
            int count = (int)Math.Min(NumberRounds.Length, row->Count - start);
            T* source = NumberRounds.Numbers((T*)row->A, row->StepA, start, count, numbers);
            T* angle = NumberRounds.Reals((T*)row->B, row->StepB, start, count, angles);
            T* magnitude = row->C is null ? magnitudes : NumberRounds.Reals((T*)row->C, row->StepC, start, count, magnitudes);
            T* target = NumberRounds.Target((T*)row->Into, row->StepInto, start, count, results);
            for (int i = 0; i < count; i += TLanes.Width)
            {
                TLanes.LoadComplex(source + (2 * i), out TVector real, out TVector imaginary);
                Turn<TLanes, TVector>(ref real, ref imaginary, TLanes.LoadReal(angle + i), TLanes.LoadReal(magnitude + i), scale, shift);
                TLanes.StoreComplex(real, imaginary, target + (2 * i));
            }

            if (target == results) NumberRounds.Spread(results, (T*)row->Into, row->StepInto, start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TLanes, TVector>(ref TVector real, ref TVector imaginary, TVector angle, TVector magnitude, TVector scale, TVector shift)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        SinCos.Invoke<TLanes, TVector>(TLanes.Multiply(scale, TLanes.Subtract(angle, shift)), out TVector sine, out TVector cosine);
        sine = TLanes.Multiply(magnitude, sine);
        cosine = TLanes.Multiply(magnitude, cosine);
        TVector turned = TLanes.Subtract(TLanes.Multiply(real, cosine), TLanes.Multiply(imaginary, sine));
        imaginary = TLanes.MultiplyAdd(real, sine, TLanes.Multiply(imaginary, cosine));
        real = turned;
    }
}
