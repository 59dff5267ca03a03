using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Reductions;

/// <summary>The largest |x| of a run; NaN wins, so that a bad element is never hidden.</summary>
internal static unsafe class LargestMagnitude
{
    internal static double Of(float* x, int count)
    {
        float largest = 0;
        for (int i = 0; i < count; i++) largest = MathF.Max(largest, MathF.Abs(x[i]));
        return largest;
    }

    internal static double Of(double* x, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++) largest = Math.Max(largest, Math.Abs(x[i]));
        return largest;
    }

    internal static double Of(ComplexF* x, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++) largest = Math.Max(largest, Complex.Abs(x[i]));
        return largest;
    }

    internal static double Of(Complex* x, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++) largest = Math.Max(largest, Complex.Abs(x[i]));
        return largest;
    }
}
