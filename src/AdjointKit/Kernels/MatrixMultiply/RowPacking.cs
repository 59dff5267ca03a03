using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Brings the rows of the left operand that one block of tiles reads together: row by row where neighbours in k lie side by side; else tile by tile, the rows of a tile
/// side by side for each k.
/// </summary>
internal static unsafe class RowPacking<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Numbers behind a packed block that may be overwritten.</summary>
    internal static int Slack => TOps.Width;

    /// <summary>The distance of packed rows: an odd number of cache lines, so that the rows of a tile fall into different sets of the first-level cache.</summary>
    internal static nint RowStep(nint numbers)
    {
        nint line = 64 / sizeof(T);
        nint lines = (numbers + line - 1) / line;
        return (lines | 1) * line;
    }

    /// <summary>Whole rows, one behind the other.</summary>
    internal static Matrix<T> PackRows(Matrix<T> a, nint rows, nint numbers, T* into)
    {
        nint step = RowStep(numbers);
        for (nint row = 0; row < rows; row++)
        {
            T* source = a.At(row, 0);
            T* target = into + (row * step);
            nint k = 0;
            for (; k <= numbers - TOps.Width; k += TOps.Width) TOps.Store(TOps.Load(source + k), target + k);
            for (; k < numbers; k++) target[k] = source[k];
        }

        return new Matrix<T>((nint)into, step, a.ColumnStep);
    }

    /// <summary>A tile, the rows side by side for each k.</summary>
    /// <param name="a">The operand from the tile's first row on.</param>
    /// <param name="parts">The numbers of an element.</param>
    /// <param name="rows">The rows of the tile.</param>
    /// <param name="rowsLeft">The rows of the operand from here on.</param>
    /// <param name="inner">How many k.</param>
    /// <param name="into">The packed tile.</param>
    internal static void PackTile(Matrix<T> a, int parts, nint rows, nint rowsLeft, nint inner, T* into)
    {
        nint numbers = rows * parts;
        nint vectors = (numbers + TOps.Width - 1) / TOps.Width;
        if (a.RowStep != parts || vectors * TOps.Width > rowsLeft * parts)
        {
            ElementPacking.Transpose(parts, a.At(0, 0), a.RowStep, a.ColumnStep, rows, inner, into, numbers);
            return;
        }

        // Whole registers, though the last one is not full: what is too much is overwritten by the next k.
        T* source = a.At(0, 0);
        for (nint k = 0; k < inner; k++)
        {
            for (nint vector = 0; vector < vectors; vector++) TOps.Store(TOps.Load(source + (vector * TOps.Width)), into + (vector * TOps.Width));
            source += a.ColumnStep;
            into += numbers;
        }
    }
}
