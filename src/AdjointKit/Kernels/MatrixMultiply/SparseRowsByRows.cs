using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Products into = A B of real matrices where most elements of A are 0 and the rows of B are contiguous: for each row of A the rows of B at the places that are not 0 are added up where they stand,
/// nothing of B is packed. A may be a transposed matrix: its rows are brought together first. An element is summed in the order of <see cref="InnerBlocks"/>, so that it has the bits of the
/// product that leaves nothing out, as long as B is finite.
/// </summary>
internal unsafe ref struct SparseRowsByRows<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of A whose places are noted at a time.</summary>
    private const int RowsOfBlock = 32;

    /// <summary>The registers that are summed at once.</summary>
    private const int Registers = 8;

    /// <summary>The share of places up to which leaving out pays.</summary>
    private const double MostPlaces = 0.5;

    private readonly ref readonly Product<T> product;
    private readonly T* lines;
    private readonly T* values;
    private readonly int* places;
    private readonly nint* ends;

    internal SparseRowsByRows(in Product<T> product, byte* scratch)
    {
        this.product = ref product;
        ends = (nint*)scratch;
        lines = (T*)(ends + RowsOfBlock);
        values = lines + (IsTurned(product) ? RowsOfBlock * product.Inner : 0);
        places = (int*)(values + MostNoted(product));
    }

    /// <summary>A place takes as many bytes as an element, so that both are brought together in the same way.</summary>
    private static int IntegersOfPlace => sizeof(T) / sizeof(int);

    internal static nint ScratchBytes(in Product<T> product) =>
        (RowsOfBlock * sizeof(nint)) + (((IsTurned(product) ? RowsOfBlock * product.Inner : 0) + (2 * MostNoted(product))) * sizeof(T));

    /// <summary>Whether leaving out zeros pays, as far as some of the rows tell; never a matter of the number of threads.</summary>
    internal static bool Pays(in Product<T> product)
    {
        const int Looked = 32;
        if (product.Parts != 1 || product.Add || !product.Batch.IsEmpty || product.Rows < 2 || product.Columns < TOps.Width || product.B.ColumnStep != 1 || product.Into.ColumnStep != 1) return false;
        if ((product.A.ColumnStep != 1 && product.A.RowStep != 1) || product.Inner > InnerBlocks.MostLength || (product.Inner * product.B.RowStep * sizeof(T)) > int.MaxValue) return false;

        // Along the memory of A, whichever way it lies.
        Matrix<T> a = product.A.ColumnStep == 1 ? product.A : product.A.Transposed;
        (nint rows, nint columns) = product.A.ColumnStep == 1 ? (product.Rows, product.Inner) : (product.Inner, product.Rows);
        nint found = 0;
        nint looked = Math.Min(Looked, rows);
        for (nint look = 0; look < looked; look++)
        {
            T* row = a.At(rows * look / looked, 0);
            for (nint k = 0; k < columns; k++) found += T.IsZero(row[k]) ? 0 : 1;
        }

        return found <= MostPlaces * looked * columns;
    }

    /// <summary>Computes some rows.</summary>
    internal readonly void Run(nint firstRow, nint endRow)
    {
        int bytes = (int)product.B.RowStep * sizeof(T);
        int inner = (int)product.Inner;
        for (nint block = firstRow; block < endRow; block += RowsOfBlock)
        {
            int rows = (int)Math.Min(RowsOfBlock, endRow - block);
            if (IsTurned(product)) Turn(block, rows);
            nint count = 0;
            for (int row = 0; row < rows; row++)
            {
                count += SparseRows<TOps, TVector, T>.Note(IsTurned(product) ? lines + (row * product.Inner) : product.A.At(block + row, 0), 0, inner, values + count, places + (count * IntegersOfPlace), bytes);
                ends[row] = count;
            }

            for (nint column = 0; column < product.Columns; column += Registers * TOps.Width)
            {
                nint from = 0;
                for (int row = 0; row < rows; row++)
                {
                    Sum(product.B.At(0, 0), column, values + from, places + (from * IntegersOfPlace), ends[row] - from, product.Into.At(block + row, 0));
                    from = ends[row];
                }
            }
        }
    }

    private static bool IsTurned(in Product<T> product) => product.A.ColumnStep != 1;

    /// <summary>As many places as rows may have, and what a register writes beyond them.</summary>
    private static nint MostNoted(in Product<T> product) => (RowsOfBlock * product.Inner) + Vector256<T>.Count;

    /// <summary>Rows of A that lie as columns, one after another.</summary>
    private readonly void Turn(nint first, int rows)
    {
        for (nint k = 0; k < product.Inner; k++)
        {
            T* from = product.A.At(first, k);
            for (int row = 0; row < rows; row++) lines[(row * product.Inner) + k] = from[row];
        }
    }

    /// <summary>Some columns of one row. Where fewer are left than the registers hold, the last ones are summed, and written, several times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum(T* b, nint column, T* values, int* places, nint count, T* into)
    {
        nint last = product.Columns - TOps.Width;
        nint column0 = Math.Min(column, last);
        nint column1 = Math.Min(column + TOps.Width, last);
        nint column2 = Math.Min(column + (2 * TOps.Width), last);
        nint column3 = Math.Min(column + (3 * TOps.Width), last);
        nint column4 = Math.Min(column + (4 * TOps.Width), last);
        nint column5 = Math.Min(column + (5 * TOps.Width), last);
        nint column6 = Math.Min(column + (6 * TOps.Width), last);
        nint column7 = Math.Min(column + (7 * TOps.Width), last);
        TVector sum0 = TOps.Zero;
        TVector sum1 = TOps.Zero;
        TVector sum2 = TOps.Zero;
        TVector sum3 = TOps.Zero;
        TVector sum4 = TOps.Zero;
        TVector sum5 = TOps.Zero;
        TVector sum6 = TOps.Zero;
        TVector sum7 = TOps.Zero;
        for (T* end = values + count; values < end; values++, places += IntegersOfPlace)
        {
            T* row = (T*)((byte*)b + *places);
            TVector value = TOps.Broadcast(*values);
            sum0 = TOps.MultiplyAdd(value, TOps.Load(row + column0), sum0);
            sum1 = TOps.MultiplyAdd(value, TOps.Load(row + column1), sum1);
            sum2 = TOps.MultiplyAdd(value, TOps.Load(row + column2), sum2);
            sum3 = TOps.MultiplyAdd(value, TOps.Load(row + column3), sum3);
            sum4 = TOps.MultiplyAdd(value, TOps.Load(row + column4), sum4);
            sum5 = TOps.MultiplyAdd(value, TOps.Load(row + column5), sum5);
            sum6 = TOps.MultiplyAdd(value, TOps.Load(row + column6), sum6);
            sum7 = TOps.MultiplyAdd(value, TOps.Load(row + column7), sum7);
        }

        TOps.Store(sum0, into + column0);
        TOps.Store(sum1, into + column1);
        TOps.Store(sum2, into + column2);
        TOps.Store(sum3, into + column3);
        TOps.Store(sum4, into + column4);
        TOps.Store(sum5, into + column5);
        TOps.Store(sum6, into + column6);
        TOps.Store(sum7, into + column7);
    }
}
