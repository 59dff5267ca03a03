using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;

namespace AdjointKit.Kernels.Reductions;

/// <summary>The largest |x| of a block; NaN wins, so that a bad element is never hidden.</summary>
internal static unsafe class LargestMagnitude
{
    /// <summary>The numbers whose magnitudes are taken at once.</summary>
    private const int Taken = 256;

    /// <summary>Of real numbers.</summary>
    internal static void Of<T>(byte* x, byte* unused, int count, double* result)
        where T : unmanaged
    {
        T* numbers = (T*)x;
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            low = Vector512.Max(low, Vector512.Abs(Doubles.Load(numbers + i)));
            high = Vector512.Max(high, Vector512.Abs(Doubles.Load(numbers + i + 8)));
        }

        double largest = LargestOf(Vector512.Max(low, high));
        for (; i < count; i++) largest = Math.Max(largest, Math.Abs(Doubles.Load1(numbers + i)));
        *result = largest;
    }

    /// <summary>Of complex numbers of single precision, with the bits of the elementwise magnitude.</summary>
    [SkipLocalsInit]
    internal static void OfComplexSingle(byte* x, byte* unused, int count, double* result)
    {
        float* magnitudes = stackalloc float[Taken];
        double largest = 0;
        for (int start = 0; start < count; start += Taken)
        {
            var row = new Row { A = x + (start * sizeof(ComplexF)), Into = (byte*)magnitudes, StepA = 1, StepInto = 1, Count = Math.Min(Taken, count - start) };
            ComplexRuns.SingleToReal<Hypotenuse>(&row);
            double some;
            Of<float>((byte*)magnitudes, null, (int)row.Count, &some);
            largest = Math.Max(largest, some);
        }

        *result = largest;
    }

    /// <summary>Of complex numbers of double precision, with the bits of the elementwise magnitude.</summary>
    [SkipLocalsInit]
    internal static void OfComplexDouble(byte* x, byte* unused, int count, double* result)
    {
        double* magnitudes = stackalloc double[Taken];
        double largest = 0;
        for (int start = 0; start < count; start += Taken)
        {
            var row = new Row { A = x + (start * sizeof(Complex)), Into = (byte*)magnitudes, StepA = 1, StepInto = 1, Count = Math.Min(Taken, count - start) };
            ComplexRuns.DoubleToReal<Hypotenuse>(&row);
            double some;
            Of<double>((byte*)magnitudes, null, (int)row.Count, &some);
            largest = Math.Max(largest, some);
        }

        *result = largest;
    }

    private static double LargestOf(Vector512<double> numbers)
    {
        double largest = 0;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) largest = Math.Max(largest, numbers[lane]);
        return largest;
    }
}
