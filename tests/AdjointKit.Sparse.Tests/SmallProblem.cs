using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Sparse.Tests;

/// <summary>A random matrix with columns of norm 1.</summary>
internal static class SmallProblem
{
    internal static NdArray<double> Matrix(int rows = 12, int columns = 24, ulong seed = 1)
    {
        NdArray<double> a = NdArray.Empty<double>(new Shape(rows, columns));
        new CounterRandom(seed).FillNormal(a);
        Span<double> values = a.AsWritableSpan();
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            for (int i = 0; i < rows; i++) sum += values[(i * columns) + j] * values[(i * columns) + j];
            for (int i = 0; i < rows; i++) values[(i * columns) + j] /= Math.Sqrt(sum);
        }

        return a;
    }

    /// <summary>v to the plain soft threshold.</summary>
    internal static double Shrink(double v, double theta) => Math.Sign(v) * Math.Max(Math.Abs(v) - theta, 0);
}
