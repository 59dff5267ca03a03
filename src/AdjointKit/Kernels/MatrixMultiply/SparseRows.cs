using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Products into = A B^T of real matrices where most elements of A are 0: of each row of A only the places that are not 0 are visited. An element is summed in the order of
/// <see cref="InnerBlocks"/>, so that it has the bits of the product that leaves nothing out, as long as B is finite.
/// </summary>
internal unsafe ref struct SparseRows<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows whose places are noted at a time; they are read once for each panel of columns.</summary>
    private const int RowsOfBlock = 64;

    /// <summary>As many rows of a panel of B as take a bit more than half of the first-level cache.</summary>
    private const int BytesOfChunk = 20 << 10;

    /// <summary>The share of places up to which leaving out pays: in float32 as long, in float64 a little longer.</summary>
    private const double MostPlaces = 0.6;

    private readonly ref readonly Product<T> product;
    private readonly T* sums;
    private readonly T* packed;
    private readonly T* values;
    private readonly int* places;
    private readonly int* ends;

    internal SparseRows(in Product<T> product, byte* scratch)
    {
        this.product = ref product;
        nint longest = Longest(product);
        sums = (T*)scratch;
        packed = sums + (RowsOfBlock * PanelWidth);
        values = packed + (longest * Panels(product) * PanelWidth);
        places = (int*)(values + MostNoted(longest));
        ends = places + (MostNoted(longest) * IntegersOfPlace);
    }

    /// <summary>The columns that are summed at once: thirteen registers of the sixteen there are.</summary>
    private static int PanelWidth => 13 * TOps.Width;

    /// <summary>A place takes as many bytes as an element, so that both are brought together in the same way.</summary>
    private static int IntegersOfPlace => sizeof(T) / sizeof(int);

    private static int RowsOfChunk => BytesOfChunk / (PanelWidth * sizeof(T)) / Vector256<float>.Count * Vector256<float>.Count;

    internal static nint ScratchBytes(in Product<T> product)
    {
        nint longest = Longest(product);
        nint numbers = (RowsOfBlock * PanelWidth) + (longest * Panels(product) * PanelWidth) + (2 * MostNoted(longest));
        return (numbers * sizeof(T)) + (RowsOfBlock * Chunks(longest) * sizeof(int));
    }

    /// <summary>Whether leaving out zeros pays, as far as some of the rows tell; never a matter of the number of threads.</summary>
    internal static bool Pays(in Product<T> product)
    {
        const int Looked = 32;
        if (product.Parts != 1 || !product.Batch.IsEmpty || product.Rows < 2 || product.Columns < PanelWidth || product.A.ColumnStep != 1 || product.B.RowStep != 1 || product.Into.ColumnStep != 1) return false;
        nint found = 0;
        nint looked = Math.Min(Looked, product.Rows);
        for (nint look = 0; look < looked; look++)
        {
            T* row = product.A.At(product.Rows * look / looked, 0);
            for (nint k = 0; k < product.Inner; k++) found += T.IsZero(row[k]) ? 0 : 1;
        }

        return found <= MostPlaces * looked * product.Inner;
    }

    /// <summary>Computes some rows.</summary>
    internal readonly void Run(nint firstRow, nint endRow)
    {
        var blocks = new InnerBlocks(product.Inner);
        for (nint block = 0; block < blocks.Count; block++)
        {
            nint start = blocks.Start(block);
            nint inner = blocks.Start(block + 1) - start;
            for (nint column = 0; column < product.Columns; column += PanelWidth)
            {
                Matrix<T> panel = product.B.From(start, column);
                ElementPacking.Transpose(1, panel.At(0, 0), panel.ColumnStep, panel.RowStep, Math.Min(PanelWidth, product.Columns - column), inner, packed + (column * inner), PanelWidth);
            }

            for (nint row = firstRow; row < endRow; row += RowsOfBlock) RunRows(row, Math.Min(endRow, row + RowsOfBlock), start, inner, product.Add || block > 0);
        }
    }

    private static nint Panels(in Product<T> product) => (product.Columns + PanelWidth - 1) / PanelWidth;

    private static nint Longest(in Product<T> product)
    {
        var blocks = new InnerBlocks(product.Inner);
        return blocks.Count == 0 ? 0 : (product.Inner + blocks.Count - 1) / blocks.Count;
    }

    private static nint Chunks(nint inner) => (inner + RowsOfChunk - 1) / RowsOfChunk;

    /// <summary>As many places as rows may have, and what a register writes beyond them.</summary>
    private static nint MostNoted(nint inner) => (RowsOfBlock * inner) + Vector256<T>.Count;

    /// <summary>
    /// For each panel of columns, for each chunk of k (its part of the panel stays in the first-level cache): the rows. Between two chunks the chains of an element wait in the scratch.
    /// </summary>
    private readonly void RunRows(nint firstRow, nint endRow, nint start, nint inner, bool add)
    {
        int rows = (int)(endRow - firstRow);
        int chunks = (int)Chunks(inner);
        nint count = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int from = chunk * RowsOfChunk;
            int end = (int)Math.Min(inner, from + RowsOfChunk);
            for (int row = 0; row < rows; row++)
            {
                count += Note(product.A.At(firstRow + row, start), from, end, values + count, places + (count * IntegersOfPlace), PanelWidth * sizeof(T));
                ends[(chunk * rows) + row] = (int)count;
            }
        }

        for (nint column = 0; column < product.Columns; column += PanelWidth)
        {
            int from = 0;
            new Span<T>(sums, rows * PanelWidth).Clear();
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                for (int row = 0; row < rows; row++)
                {
                    int end = ends[(chunk * rows) + row];
                    Sum(packed + (column * inner), values + from, places + ((nint)from * IntegersOfPlace), end - from, sums + (row * PanelWidth));
                    from = end;
                }
            }

            int width = (int)Math.Min(PanelWidth, product.Columns - column);
            for (int row = 0; row < rows; row++) Bring(sums + (row * PanelWidth), product.Into.At(firstRow + row, column), width, add);
        }
    }

    private static void Bring(T* sums, T* into, int width, bool add)
    {
        if (!add) new ReadOnlySpan<T>(sums, width).CopyTo(new Span<T>(into, width));
        else for (int column = 0; column < width; column++) into[column] += sums[column];
    }

    /// <summary>Notes what of a row is not 0, and how many bytes into B what it is multiplied by begins, a row of B having some; more is written behind, as far as a register reaches.</summary>
    /// <returns>How many there are.</returns>
    internal static nint Note(T* row, int from, int end, T* values, int* places, int bytes)
    {
        nint count = 0;
        int k = from;
        if (Vector256.IsHardwareAccelerated)
        {
            int* table = FilledLanes.Of(sizeof(T));
            Vector256<int> place = sizeof(T) == sizeof(int) ? Vector256.CreateSequence(from * bytes, bytes) : Vector256.CreateSequence((long)from * bytes, bytes).AsInt32();
            Vector256<int> step = sizeof(T) == sizeof(int) ? Vector256.Create(Vector256<int>.Count * bytes) : Vector256.Create((long)Vector256<long>.Count * bytes).AsInt32();
            for (; k <= end - Vector256<T>.Count; k += Vector256<T>.Count, place += step)
            {
                Vector256<T> found = Vector256.Load(row + k);
                uint filled = ~Vector256.Equals(found, Vector256<T>.Zero).ExtractMostSignificantBits() & ((1u << Vector256<T>.Count) - 1);
                FilledLanes.Bring(found.AsInt32(), filled, table).Store((int*)(values + count));
                FilledLanes.Bring(place, filled, table).Store(places + (count * IntegersOfPlace));
                count += BitOperations.PopCount(filled);
            }
        }

        for (; k < end; k++)
        {
            if (T.IsZero(row[k])) continue;
            values[count] = row[k];
            places[count * IntegersOfPlace] = k * bytes;
            count++;
        }

        return count;
    }

    /// <summary>Goes on with the chains of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(T* panel, T* values, int* places, int count, T* chains)
    {
        TVector sum0 = TOps.Load(chains);
        TVector sum1 = TOps.Load(chains + TOps.Width);
        TVector sum2 = TOps.Load(chains + (2 * TOps.Width));
        TVector sum3 = TOps.Load(chains + (3 * TOps.Width));
        TVector sum4 = TOps.Load(chains + (4 * TOps.Width));
        TVector sum5 = TOps.Load(chains + (5 * TOps.Width));
        TVector sum6 = TOps.Load(chains + (6 * TOps.Width));
        TVector sum7 = TOps.Load(chains + (7 * TOps.Width));
        TVector sum8 = TOps.Load(chains + (8 * TOps.Width));
        TVector sum9 = TOps.Load(chains + (9 * TOps.Width));
        TVector sum10 = TOps.Load(chains + (10 * TOps.Width));
        TVector sum11 = TOps.Load(chains + (11 * TOps.Width));
        TVector sum12 = TOps.Load(chains + (12 * TOps.Width));
        for (T* last = values + count; values < last; values++, places += IntegersOfPlace)
        {
            T* b = (T*)((byte*)panel + *places);
            TVector value = TOps.Broadcast(*values);
            sum0 = TOps.MultiplyAdd(value, TOps.Load(b), sum0);
            sum1 = TOps.MultiplyAdd(value, TOps.Load(b + TOps.Width), sum1);
            sum2 = TOps.MultiplyAdd(value, TOps.Load(b + (2 * TOps.Width)), sum2);
            sum3 = TOps.MultiplyAdd(value, TOps.Load(b + (3 * TOps.Width)), sum3);
            sum4 = TOps.MultiplyAdd(value, TOps.Load(b + (4 * TOps.Width)), sum4);
            sum5 = TOps.MultiplyAdd(value, TOps.Load(b + (5 * TOps.Width)), sum5);
            sum6 = TOps.MultiplyAdd(value, TOps.Load(b + (6 * TOps.Width)), sum6);
            sum7 = TOps.MultiplyAdd(value, TOps.Load(b + (7 * TOps.Width)), sum7);
            sum8 = TOps.MultiplyAdd(value, TOps.Load(b + (8 * TOps.Width)), sum8);
            sum9 = TOps.MultiplyAdd(value, TOps.Load(b + (9 * TOps.Width)), sum9);
            sum10 = TOps.MultiplyAdd(value, TOps.Load(b + (10 * TOps.Width)), sum10);
            sum11 = TOps.MultiplyAdd(value, TOps.Load(b + (11 * TOps.Width)), sum11);
            sum12 = TOps.MultiplyAdd(value, TOps.Load(b + (12 * TOps.Width)), sum12);
        }

        TOps.Store(sum0, chains);
        TOps.Store(sum1, chains + TOps.Width);
        TOps.Store(sum2, chains + (2 * TOps.Width));
        TOps.Store(sum3, chains + (3 * TOps.Width));
        TOps.Store(sum4, chains + (4 * TOps.Width));
        TOps.Store(sum5, chains + (5 * TOps.Width));
        TOps.Store(sum6, chains + (6 * TOps.Width));
        TOps.Store(sum7, chains + (7 * TOps.Width));
        TOps.Store(sum8, chains + (8 * TOps.Width));
        TOps.Store(sum9, chains + (9 * TOps.Width));
        TOps.Store(sum10, chains + (10 * TOps.Width));
        TOps.Store(sum11, chains + (11 * TOps.Width));
        TOps.Store(sum12, chains + (12 * TOps.Width));
    }
}
