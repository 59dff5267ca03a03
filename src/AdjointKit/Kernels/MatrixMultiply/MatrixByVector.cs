using System.Numerics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Products with one column, of real numbers: every element of A is read once, so that nothing is packed and tiles would leave most of their registers empty.
/// The sums of an element stay in the order of <see cref="InnerBlocks"/>: lanes hold different rows, never different k.
/// </summary>
internal static unsafe class MatrixByVector<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many rows have their sums in the first-level cache.</summary>
    private const int MostRows = 2048;

    internal static nint ScratchBytes => TeamScratch.Align((MostRows * sizeof(T)) + sizeof(TVector));

    /// <summary>Whether A lies so that whole registers can be read from it, and fills them.</summary>
    internal static bool Takes(in Product<T> product) =>
        Avx.IsSupported && TOps.Width > 1 && product is { Parts: 1, Columns: 1 } && product.Rows >= TOps.Width && (product.A.RowStep == 1 || product.A.ColumnStep == 1);

    /// <summary>Some rows of a product: as many as a register holds, or more.</summary>
    internal static void Run(in Product<T> product, Batch.Axis offsets, (nint First, nint Count) rows, byte* scratch)
    {
        Matrix<T> a = product.A.Moved(offsets.StepA);
        Matrix<T> x = product.B.Moved(offsets.StepB);
        Matrix<T> into = product.Into.Moved(offsets.StepInto);
        var blocks = new InnerBlocks(product.Inner);
        var sums = (T*)scratch;
        nint chunks = (rows.Count + MostRows - 1) / MostRows;
        for (nint chunk = 0; chunk < chunks; chunk++)
        {
            nint first = rows.First + (rows.Count * chunk / chunks);
            nint count = rows.First + (rows.Count * (chunk + 1) / chunks) - first;
            if (blocks.Count == 0 && !product.Add) TileStore.Clear(into.From(first, 0), count, 1, 1);
            for (nint block = 0; block < blocks.Count; block++)
            {
                nint start = blocks.Start(block);
                nint inner = blocks.Start(block + 1) - start;
                if (a.ColumnStep == 1) RowSums<T>.Run(a.At(first, start), a.RowStep, x.At(start, 0), x.RowStep, count, inner, sums);
                else ColumnSums<TOps, TVector, T>.Run(a.At(first, start), a.ColumnStep, x.At(start, 0), x.RowStep, count, inner, sums);
                Store(sums, count, into.From(first, 0), product.Add || block > 0);
            }
        }
    }

    private static void Store(T* sums, nint count, Matrix<T> into, bool add)
    {
        nint row = 0;
        T* target = into.At(0, 0);
        for (; into.RowStep == 1 && row <= count - TOps.Width; row += TOps.Width)
        {
            TVector sum = TOps.Load(sums + row);
            TOps.Store(add ? TOps.Add(TOps.Load(target + row), sum) : sum, target + row);
        }

        for (; row < count; row++)
        {
            T* place = target + (row * into.RowStep);
            *place = add ? *place + sums[row] : sums[row];
        }
    }
}
