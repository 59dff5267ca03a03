using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>sums[i] = chain over k of a[i, k] x[k], the columns of A being contiguous: eight columns at a time are added to all sums, so that memory is read in long streams.</summary>
internal static unsafe class ColumnSums<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Needs as many rows as a register holds; may overwrite a register's worth behind the sums.</summary>
    internal static void Run(T* a, nint step, T* x, nint stepX, nint rows, nint inner, T* sums)
    {
        // The last rows, fewer than a register holds, have a register of their own that holds some rows before them too.
        for (nint row = 0; row < rows; row += TOps.Width) TOps.Store(TOps.Zero, sums + row);
        nint k = 0;
        for (; k <= inner - 8; k += 8) AddEight(a + (k * step), step, x + (k * stepX), stepX, rows, sums);
        for (; k < inner; k++) AddOne(a + (k * step), x[k * stepX], rows, sums);
        TOps.Store(TOps.Load(sums + ((rows - 1) / TOps.Width * TOps.Width)), sums + rows - TOps.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddEight(T* a, nint step, T* x, nint stepX, nint rows, T* sums)
    {
        TVector x0 = TOps.Broadcast(x[0]);
        TVector x1 = TOps.Broadcast(x[stepX]);
        TVector x2 = TOps.Broadcast(x[2 * stepX]);
        TVector x3 = TOps.Broadcast(x[3 * stepX]);
        TVector x4 = TOps.Broadcast(x[4 * stepX]);
        TVector x5 = TOps.Broadcast(x[5 * stepX]);
        TVector x6 = TOps.Broadcast(x[6 * stepX]);
        TVector x7 = TOps.Broadcast(x[7 * stepX]);
        T* a3 = a + (3 * step);
        T* a6 = a + (6 * step);
        for (nint row = 0; row < rows; row += TOps.Width)
        {
            nint from = Math.Min(row, rows - TOps.Width);
            TVector sum = TOps.Load(sums + row);
            sum = TOps.MultiplyAdd(x0, TOps.Load(a + from), sum);
            sum = TOps.MultiplyAdd(x1, TOps.Load(a + from + step), sum);
            sum = TOps.MultiplyAdd(x2, TOps.Load(a + from + (2 * step)), sum);
            sum = TOps.MultiplyAdd(x3, TOps.Load(a3 + from), sum);
            sum = TOps.MultiplyAdd(x4, TOps.Load(a3 + from + step), sum);
            sum = TOps.MultiplyAdd(x5, TOps.Load(a3 + from + (2 * step)), sum);
            sum = TOps.MultiplyAdd(x6, TOps.Load(a6 + from), sum);
            sum = TOps.MultiplyAdd(x7, TOps.Load(a6 + from + step), sum);
            TOps.Store(sum, sums + row);
        }
    }

    private static void AddOne(T* a, T x, nint rows, T* sums)
    {
        TVector factor = TOps.Broadcast(x);
        for (nint row = 0; row < rows; row += TOps.Width) TOps.Store(TOps.MultiplyAdd(factor, TOps.Load(a + Math.Min(row, rows - TOps.Width)), TOps.Load(sums + row)), sums + row);
    }
}
