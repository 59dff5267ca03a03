using System.Numerics;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>A sweep over the elements of a block of columns, for the L1 norm and a quadratic function: each in its turn goes to where their sum is smallest along it.</summary>
internal static unsafe class SweepRuns
{
    /// <summary>The longest block.</summary>
    internal const int MostColumns = 32;

    /// <summary>Sweeps the elements of one sample.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="slope">Less the slope of the function along each, before the sweep.</param>
    /// <param name="products">The matrix of the function, rows one after the other; its diagonal is not read.</param>
    /// <param name="curvatures">That diagonal, above 0.</param>
    /// <param name="weight">The weight of the L1 norm.</param>
    /// <param name="columns">How many elements.</param>
    /// <param name="changes">What is to be added to the elements.</param>
    internal static void Sample<T>(T* x, T* slope, T* products, double* curvatures, double weight, int columns, T* changes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* left = stackalloc T[MostColumns];
        new ReadOnlySpan<T>(slope, columns).CopyTo(new Span<T>(left, columns));
        for (int k = 0; k < columns; k++)
        {
            T point = x[k] + (T.CreateTruncating(1 / curvatures[k]) * left[k]);
            T threshold = T.CreateTruncating(weight / curvatures[k]);

            // What is no number stays none.
            T shrunk = T.Abs(point) <= threshold ? T.Zero : point - T.CopySign(threshold, point);
            T change = shrunk - x[k];
            changes[k] = change;
            T* row = products + (k * columns);
            var factor = new Vector<T>(change);
            int j = (k + 1) & -Vector<T>.Count;
            for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count) Vector.Store(Vector.Load(left + j) - (factor * Vector.Load(row + j)), left + j);
            for (; j < columns; j++) left[j] -= change * row[j];
        }
    }
}
