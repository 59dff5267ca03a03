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
        T* turns = stackalloc T[2 * Round];
        TVector scale = TLanes.Constant((float)row->Scale.Real, row->Scale.Real);
        TVector shift = TLanes.Constant((float)row->Shift.Real, row->Shift.Real);
        for (nint start = 0; start < row->Count; start += Round)
        {
            int count = (int)Math.Min(Round, row->Count - start);
            T* x = (T*)row->A + (2 * start * row->StepA);
            T* into = (T*)row->Into + (2 * start * row->StepInto);
            PairUp(row, start, count, one, turns);
            bool direct = count == Round && row->StepA == 1 && row->StepInto == 1;
            T* source = direct ? x : numbers;
            T* target = direct ? into : numbers;
            if (!direct) Collect(x, row->StepA, count, numbers);
            for (int i = 0; i < 2 * count; i += 2 * TLanes.Width)
            {
                // Angles and magnitudes are read as the two parts of complex numbers, which brings them into the order of lanes that the parts of x have.
                TLanes.LoadComplex(turns + i, out TVector angle, out TVector magnitude);
                TLanes.LoadComplex(source + i, out TVector real, out TVector imaginary);
                Turn<TLanes, TVector>(ref real, ref imaginary, angle, magnitude, scale, shift);
                TLanes.StoreComplex(real, imaginary, target + i);
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

    /// <summary>Angles and magnitudes side by side; up to the end of the round the last ones again and again.</summary>
    private static void PairUp<T>(Row* row, nint start, int count, T one, T* turns)
        where T : unmanaged
    {
        T* angles = (T*)row->B + (start * row->StepB);
        for (int i = 0; i < Round; i++) turns[2 * i] = angles[Math.Min(i, count - 1) * row->StepB];
        if (row->C is null)
        {
            for (int i = 0; i < Round; i++) turns[(2 * i) + 1] = one;
            return;
        }

        T* magnitudes = (T*)row->C + (start * row->StepC);
        for (int i = 0; i < Round; i++) turns[(2 * i) + 1] = magnitudes[Math.Min(i, count - 1) * row->StepC];
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
