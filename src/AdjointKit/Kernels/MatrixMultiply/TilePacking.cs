using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Brings the rows of the left operand that a tile reads together, side by side for each k.</summary>
internal static unsafe class TilePacking<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Bytes behind a packed tile that may be overwritten.</summary>
    internal static int SlackBytes => sizeof(TVector);

    /// <summary>Packs one tile; what lies behind it is overwritten by up to <see cref="SlackBytes"/>, so that tiles are packed in their order.</summary>
    /// <param name="a">The operand from the tile's first row on.</param>
    /// <param name="parts">The numbers of an element.</param>
    /// <param name="rows">The rows of the tile.</param>
    /// <param name="rowsLeft">The rows of the operand from here on.</param>
    /// <param name="inner">How many k.</param>
    /// <param name="into">The packed tile.</param>
    internal static void Pack(Matrix<T> a, int parts, nint rows, nint rowsLeft, nint inner, T* into)
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
