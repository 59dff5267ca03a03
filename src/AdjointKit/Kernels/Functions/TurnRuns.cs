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
    /// <summary>Numbers of one round; a multiple of every register's width.</summary>
    private const int Round = 64;

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
        T* numbers = stackalloc T[2 * Round];
        T* angles = stackalloc T[Round];
        T* magnitudes = stackalloc T[Round];
        new Span<T>(magnitudes, Round).Fill(one);
        TVector scale = TLanes.Constant((float)row->Scale.Real, row->Scale.Real);
        TVector shift = TLanes.Constant((float)row->Shift.Real, row->Shift.Real);
        for (nint start = 0; start < row->Count; start += Round)
        {
            int count = (int)Math.Min(Round, row->Count - start);
            T* x = (T*)row->A + (2 * start * row->StepA);
            T* into = (T*)row->Into + (2 * start * row->StepInto);
            T* angle = Reals((T*)row->B + (start * row->StepB), row->StepB, count, angles);
            T* magnitude = row->C is null ? magnitudes : Reals((T*)row->C + (start * row->StepC), row->StepC, count, magnitudes);
            bool direct = count == Round && row->StepA == 1 && row->StepInto == 1;
            T* source = direct ? x : numbers;
            T* target = direct ? into : numbers;
            if (!direct) Collect(x, row->StepA, count, numbers);
            for (int i = 0; i < count; i += TLanes.Width)
            {
                TLanes.LoadComplex(source + (2 * i), out TVector real, out TVector imaginary);
                Turn<TLanes, TVector>(ref real, ref imaginary, TLanes.LoadReal(angle + i), TLanes.LoadReal(magnitude + i), scale, shift);
                TLanes.StoreComplex(real, imaginary, target + (2 * i));
            }

            if (!direct) Spread(numbers, into, row->StepInto, count);
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

    /// <summary>The reals of a round side by side; up to its end the last one again and again.</summary>
    private static T* Reals<T>(T* numbers, nint step, int count, T* collected)
        where T : unmanaged
    {
        if (step == 1 && count == Round) return numbers;
        for (int i = 0; i < Round; i++) collected[i] = numbers[Math.Min(i, count - 1) * step];
        return collected;
    }

    private static void Collect<T>(T* from, nint step, int count, T* numbers)
        where T : unmanaged
    {
        for (int i = 0; i < Round; i++)
        {
            T* number = from + (2 * Math.Min(i, count - 1) * step);
            numbers[2 * i] = number[0];
            numbers[(2 * i) + 1] = number[1];
        }
    }

    private static void Spread<T>(T* numbers, T* into, nint step, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            into[2 * i * step] = numbers[2 * i];
            into[(2 * i * step) + 1] = numbers[(2 * i) + 1];
        }
    }
}
