using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Brings some columns of the right operand together, row after row as a kernel reads them, filled up with zeros.</summary>
internal static unsafe class PanelPacking<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    internal static void Pack(Matrix<T> b, int parts, nint columns, nint inner, T* into)
    {
        nint width = 2 * TOps.Width;
        bool whole = columns * parts == width;
        if (!whole) new Span<T>(into, checked((int)(inner * width))).Clear();
        if (b.ColumnStep != parts) ElementPacking.Transpose(parts, b.At(0, 0), b.ColumnStep, b.RowStep, columns, inner, into, width);
        else if (whole) PackWhole(b.At(0, 0), b.RowStep, inner, into);
        else
        {
            for (nint k = 0; k < inner; k++) new ReadOnlySpan<T>(b.At(k, 0), (int)columns * parts).CopyTo(new Span<T>(into + (k * width), (int)width));
        }
    }

    private static void PackWhole(T* source, nint step, nint inner, T* into)
    {
        for (nint k = 0; k < inner; k++)
        {
            TOps.Store(TOps.Load(source), into);
            TOps.Store(TOps.Load(source + TOps.Width), into + TOps.Width);
            source += step;
            into += 2 * TOps.Width;
        }
    }
}
