using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>op(T) X = B for a triangular T, X in the place of B: rows that are known are taken off a block of rows by one product, then row by row within it.</summary>
internal static unsafe class TriangularSystem<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    private const int BlockLength = 48;

    /// <summary>The number of the first diagonal element that is 0; -1 when there is none.</summary>
    internal static nint FirstZero(in Block<T> triangle)
    {
        for (nint k = 0; k < triangle.Rows; k++)
        {
            if (triangle[k, k] == T.Zero) return k;
        }

        return -1;
    }

    /// <summary>The diagonal holds no 0 unless it is taken as 1.</summary>
    internal static void Solve(in Block<T> triangle, bool lower, bool unitDiagonal, MatrixForm form, in Block<T> x, ThreadTeam team)
    {
        nint n = triangle.Rows;
        bool forward = lower != ((form & MatrixForm.Transposed) == MatrixForm.Transposed);
        nint blocks = (n + BlockLength - 1) / BlockLength;
        for (nint index = 0; index < blocks; index++)
        {
            nint first = (forward ? index : blocks - 1 - index) * BlockLength;
            nint count = Math.Min(BlockLength, n - first);
            Block<T> rows = x.Part(first, count, 0, x.Columns);
            nint known = forward ? first : n - first - count;
            if (known > 0)
            {
                nint start = forward ? 0 : first + count;
                Block<T> side = (form & MatrixForm.Transposed) != MatrixForm.Transposed ? triangle.Part(first, count, start, known) : triangle.Part(start, known, first, count);
                rows.Negate();
                rows.Multiply(form, side, MatrixForm.Plain, x.Part(start, known, 0, x.Columns), add: true, team);
                rows.Negate();
            }

            SolveBlock(triangle.Part(first, count, first, count), forward, unitDiagonal, form, rows);
        }
    }

    private static void SolveBlock(in Block<T> triangle, bool forward, bool unitDiagonal, MatrixForm form, in Block<T> x)
    {
        nint n = triangle.Rows;
        for (nint step = 0; step < n; step++)
        {
            nint k = forward ? step : n - 1 - step;
            if (!unitDiagonal)
            {
                T scale = T.One / Element(triangle, form, k, k);
                T* row = x.Row(k);
                for (nint column = 0; column < x.Columns; column++) row[column] *= scale;
            }

            for (nint later = step + 1; later < n; later++)
            {
                nint i = forward ? later : n - 1 - later;
                TElements.AddScaled(-Element(triangle, form, i, k), x.Row(k), x.Row(i), x.Columns);
            }
        }
    }

    private static T Element(in Block<T> triangle, MatrixForm form, nint row, nint column)
    {
        T value = (form & MatrixForm.Transposed) != MatrixForm.Transposed ? triangle[row, column] : triangle[column, row];
        return (form & MatrixForm.Conjugated) != MatrixForm.Conjugated ? value : TElements.Conjugate(value);
    }
}
