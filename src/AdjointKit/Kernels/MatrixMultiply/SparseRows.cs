using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Products into = A B^T of real matrices where most elements of A are 0: rows of A go in pairs, and of each pair only the places where one of the two is not 0 are visited. An element is summed in
/// the order of <see cref="InnerBlocks"/>, so that it has the bits of the product that leaves nothing out, as long as B is finite. Two rows share what is read of B: with one, reading takes longer
/// than adding; with more, too few places are empty in all of them.
/// </summary>
internal unsafe ref struct SparseRows<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows whose places are noted at a time; they are read once for each panel of columns.</summary>
    private const int RowsOfBlock = 128;

    /// <summary>As many rows of a panel of B as take half of the first-level cache.</summary>
    private const int BytesOfChunk = 16 << 10;

    /// <summary>The share of places up to which leaving out pays.</summary>
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
        places = (int*)(values + (RowsOfBlock * longest));
        ends = places + (RowsOfBlock / 2 * longest);
    }

    /// <summary>The columns that are summed at once: four registers of each of the two rows.</summary>
    private static int PanelWidth => 4 * TOps.Width;

    private static int RowsOfChunk => BytesOfChunk / (PanelWidth * sizeof(T));

    internal static nint ScratchBytes(in Product<T> product)
    {
        nint longest = Longest(product);
        nint numbers = (RowsOfBlock * PanelWidth) + (longest * Panels(product) * PanelWidth) + (RowsOfBlock * longest);
        return (numbers * sizeof(T)) + (RowsOfBlock / 2 * (longest + Chunks(longest)) * sizeof(int));
    }

    /// <summary>Whether leaving out zeros pays, as far as some of the rows tell; never a matter of the number of threads.</summary>
    internal static bool Pays(in Product<T> product)
    {
        const int Looked = 16;
        if (product.Parts != 1 || !product.Batch.IsEmpty || product.Rows < 2 || product.Columns < PanelWidth || product.A.ColumnStep != 1 || product.B.RowStep != 1 || product.Into.ColumnStep != 1) return false;
        nint pairs = product.Rows / 2;
        nint found = 0;
        nint looked = Math.Min(Looked, pairs);
        for (nint look = 0; look < looked; look++)
        {
            T* first = product.A.At(2 * (pairs * look / looked), 0);
            T* second = first + product.A.RowStep;
            for (nint k = 0; k < product.Inner; k++) found += T.IsZero(first[k]) && T.IsZero(second[k]) ? 0 : 1;
        }

        return found <= MostPlaces * looked * product.Inner;
    }

    /// <summary>Computes some rows; the first one is even.</summary>
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

    /// <summary>
    /// For each panel of columns, for each chunk of k (its part of the panel stays in the first-level cache): the pairs of rows. Between two chunks the chains of an element wait in the scratch.
    /// </summary>
    private readonly void RunRows(nint firstRow, nint endRow, nint start, nint inner, bool add)
    {
        int pairs = (int)((endRow - firstRow + 1) / 2);
        int chunks = (int)Chunks(inner);
        int count = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int from = chunk * RowsOfChunk;
            int end = (int)Math.Min(inner, from + RowsOfChunk);
            for (int pair = 0; pair < pairs; pair++)
            {
                // The last row may have no partner; it is its own.
                nint row = firstRow + (2 * pair);
                count = Note(product.A.At(row, start), product.A.At(Math.Min(row + 1, endRow - 1), start), from, end, count);
                ends[(chunk * pairs) + pair] = count;
            }
        }

        for (nint column = 0; column < product.Columns; column += PanelWidth)
        {
            int from = 0;
            new Span<T>(sums, 2 * pairs * PanelWidth).Clear();
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                for (int pair = 0; pair < pairs; pair++)
                {
                    int end = ends[(chunk * pairs) + pair];
                    SumPair(packed + (column * inner), from, end, sums + (2 * pair * PanelWidth));
                    from = end;
                }
            }

            int width = (int)Math.Min(PanelWidth, product.Columns - column);
            for (nint row = firstRow; row < endRow; row++) Bring(sums + ((row - firstRow) * PanelWidth), product.Into.At(row, column), width, add);
        }
    }

    private static void Bring(T* sums, T* into, int width, bool add)
    {
        if (!add) new ReadOnlySpan<T>(sums, width).CopyTo(new Span<T>(into, width));
        else for (int column = 0; column < width; column++) into[column] += sums[column];
    }

    /// <summary>Notes where one of two rows is not 0, and what stands there, behind what was noted before.</summary>
    private readonly int Note(T* first, T* second, int from, int end, int count)
    {
        const int Looked = 32;
        for (int k = from; k < end; k += Looked)
        {
            uint filled = k <= end - Looked ? Filled(first + k, second + k) : FilledOneByOne(first + k, second + k, end - k);
            for (; filled != 0; filled &= filled - 1, count++)
            {
                int place = k + BitOperations.TrailingZeroCount(filled);
                places[count] = place;
                values[2 * count] = first[place];
                values[(2 * count) + 1] = second[place];
            }
        }

        return count;
    }

    /// <summary>A bit for each of 32 places: whether one of two rows is not 0 there.</summary>
    private static uint Filled(T* first, T* second)
    {
        uint empty = 0;
        for (int lane = 0; lane < 32; lane += Vector256<T>.Count)
        {
            Vector256<T> both = Vector256.Equals(Vector256.Load(first + lane), Vector256<T>.Zero) & Vector256.Equals(Vector256.Load(second + lane), Vector256<T>.Zero);
            empty |= both.ExtractMostSignificantBits() << lane;
        }

        return ~empty;
    }

    private static uint FilledOneByOne(T* first, T* second, int places)
    {
        uint filled = 0;
        for (int lane = 0; lane < places; lane++) filled |= (T.IsZero(first[lane]) && T.IsZero(second[lane]) ? 0u : 1u) << lane;
        return filled;
    }

    /// <summary>Goes on with the chains of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void SumPair(T* panel, int from, int end, T* chains)
    {
        TVector first0 = TOps.Load(chains);
        TVector first1 = TOps.Load(chains + TOps.Width);
        TVector first2 = TOps.Load(chains + (2 * TOps.Width));
        TVector first3 = TOps.Load(chains + (3 * TOps.Width));
        TVector second0 = TOps.Load(chains + (4 * TOps.Width));
        TVector second1 = TOps.Load(chains + (5 * TOps.Width));
        TVector second2 = TOps.Load(chains + (6 * TOps.Width));
        TVector second3 = TOps.Load(chains + (7 * TOps.Width));
        T* value = values + (2 * from);
        int* place = places + from;
        int* last = places + end;
        for (; place < last; place++, value += 2)
        {
            T* b = panel + ((nint)(*place) * PanelWidth);
            TVector left = TOps.Broadcast(value[0]);
            TVector right = TOps.Broadcast(value[1]);
            TVector b0 = TOps.Load(b);
            TVector b1 = TOps.Load(b + TOps.Width);
            first0 = TOps.MultiplyAdd(left, b0, first0);
            second0 = TOps.MultiplyAdd(right, b0, second0);
            first1 = TOps.MultiplyAdd(left, b1, first1);
            second1 = TOps.MultiplyAdd(right, b1, second1);
            TVector b2 = TOps.Load(b + (2 * TOps.Width));
            TVector b3 = TOps.Load(b + (3 * TOps.Width));
            first2 = TOps.MultiplyAdd(left, b2, first2);
            second2 = TOps.MultiplyAdd(right, b2, second2);
            first3 = TOps.MultiplyAdd(left, b3, first3);
            second3 = TOps.MultiplyAdd(right, b3, second3);
        }

        TOps.Store(first0, chains);
        TOps.Store(first1, chains + TOps.Width);
        TOps.Store(first2, chains + (2 * TOps.Width));
        TOps.Store(first3, chains + (3 * TOps.Width));
        TOps.Store(second0, chains + (4 * TOps.Width));
        TOps.Store(second1, chains + (5 * TOps.Width));
        TOps.Store(second2, chains + (6 * TOps.Width));
        TOps.Store(second3, chains + (7 * TOps.Width));
    }
}
