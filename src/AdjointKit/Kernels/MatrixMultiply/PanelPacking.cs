using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Brings some columns of the right operand together, row after row as a kernel reads them. What fills up the panel is never looked at.</summary>
internal static unsafe class PanelPacking<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    internal static void Pack(Matrix<T> b, int parts, nint columns, nint inner, T* into)
    {
        nint width = 2 * TOps.Width;
        if (b.ColumnStep == parts) PackRows(b.At(0, 0), b.RowStep, columns * parts, inner, into);
        else ElementPacking.Transpose(parts, b.At(0, 0), b.ColumnStep, b.RowStep, columns, inner, into, width);
    }

    /// <summary>Whole registers as long as they end within the operand, though they hold more than the columns asked for.</summary>
    private static void PackRows(T* source, nint step, nint numbers, nint inner, T* into)
    {
        nint width = 2 * TOps.Width;
        nint left = ((inner - 1) * step) + numbers;
        nint k = 0;
        for (; k < inner && left >= width; k++)
        {
            TOps.Store(TOps.Load(source), into);
            TOps.Store(TOps.Load(source + TOps.Width), into + TOps.Width);
            source += step;
            left -= step;
            into += width;
        }

        for (; k < inner; k++)
        {
            for (nint column = 0; column < numbers; column++) into[column] = source[column];
            source += step;
            into += width;
        }
    }
}
