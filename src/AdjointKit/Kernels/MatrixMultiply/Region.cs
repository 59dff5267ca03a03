using System.Numerics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// The loops over a region of the result. For each block of k: for each block of rows (its part of A stays in the second-level cache): for each panel of
/// columns (its part of B stays in the first-level cache): the tiles.
/// </summary>
internal unsafe ref struct Region<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The part of A that a block of rows reads.</summary>
    private const int MostBytesA = 192 << 10;

    /// <summary>Rows so far apart take an entry of the address translation each.</summary>
    private const int PageBytes = 4096;

    /// <summary>A panel of B that so many tiles read or fewer is read where it lies.</summary>
    private const int TilesForDirectB = 2;

    /// <summary>With so many tiles or more the next panel is fetched meanwhile; with fewer the fetching costs what it saves.</summary>
    private const int TilesForFetching = 20;

    private readonly ref readonly Product<T> product;
    private readonly T* packedA;
    private readonly T* packedB;
    private readonly T* tile;
    private readonly int parts;

    internal Region(in Product<T> product, byte* scratch)
    {
        this.product = ref product;
        parts = product.Parts;
        tile = (T*)scratch;
        packedA = (T*)(scratch + TileBytes);
        packedB = (T*)(scratch + TileBytes + PackedBytesA(product));
    }

    /// <summary>The numbers in a row of a tile.</summary>
    internal static int PanelWidth => 2 * TOps.Width;

    /// <summary>The most rows of a tile, in numbers: as many sums as the registers hold beside two of B and one of A.</summary>
    private static int MostRows => sizeof(TVector) == 64 ? 14 : 6;

    private static nint TileBytes => TeamScratch.Align(MostRows * PanelWidth * sizeof(T));

    internal static nint ScratchBytes(in Product<T> product, in RegionGrid grid)
    {
        nint columns = ((grid.Columns / grid.ColumnCuts) + (2 * grid.PanelColumns)) * product.Parts;
        return TileBytes + PackedBytesA(product) + TeamScratch.Align(LongestBlock(product) * columns * sizeof(T));
    }

    internal void Run(Batch.Axis offsets, (nint First, nint Count) rows, (nint First, nint Count) columns)
    {
        Matrix<T> a = product.A.Moved(offsets.StepA).From(rows.First, 0);
        Matrix<T> b = product.B.Moved(offsets.StepB).From(0, columns.First);
        Matrix<T> into = product.Into.Moved(offsets.StepInto).From(rows.First, columns.First);
        var blocks = new InnerBlocks(product.Inner);
        if (blocks.Count == 0 && !product.Add) TileStore.Clear(into, rows.Count, columns.Count, parts);
        for (nint block = 0; block < blocks.Count; block++)
        {
            nint start = blocks.Start(block);
            RunBlock(a.From(0, start), b.From(start, 0), into, rows.Count, columns.Count, blocks.Start(block + 1) - start, product.Add || block > 0);
        }
    }

    private void RunBlock(Matrix<T> a, Matrix<T> b, Matrix<T> into, nint rows, nint columns, nint inner, bool add)
    {
        var tiles = new TileRows(rows, MostRows / parts);
        nint panelColumns = PanelWidth / parts;
        nint panels = (columns + panelColumns - 1) / panelColumns;
        nint tilesOfBlock = Math.Max(1, MostBytesA / (MostRows * inner * sizeof(T)));
        bool packA = PacksA(a, rows, panels);
        for (nint first = 0; first < tiles.Count; first += tilesOfBlock)
        {
            nint end = Math.Min(tiles.Count, first + tilesOfBlock);
            if (packA) PackA(a, tiles, first, end, rows, inner);
            for (nint panel = 0; panel < panels; panel++)
            {
                nint column = panel * panelColumns;
                nint width = Math.Min(panelColumns, columns - column);

                // A panel that is used in one block of rows only stays where the first-level cache has it.
                T* packed = packedB + (tiles.Count <= tilesOfBlock ? 0 : panel * inner * PanelWidth);
                TileRun<T> run = PanelOf(b.From(0, column), width, inner, packed, isFirst: first == 0, tiles.Count);
                run.Add = add;
                bool fetches = first == 0 && tiles.Count >= TilesForFetching && panel + 1 < panels && b.ColumnStep == parts;
                RunTiles(ref run, a, packA, into.From(0, column), width, tiles, first, end, fetches ? b.From(0, column + panelColumns) : default);
            }
        }
    }

    /// <summary>The part of a run that is the same for all tiles of a panel. A panel is packed before the first tile reads it, or by the first tile itself if it is whole.</summary>
    private TileRun<T> PanelOf(Matrix<T> b, nint width, nint inner, T* packed, bool isFirst, nint tiles)
    {
        bool asItLies = b.ColumnStep == parts && width * parts == PanelWidth && (isFirst || tiles <= TilesForDirectB);
        if (!asItLies && isFirst) PanelPacking<TOps, TVector, T>.Pack(b, parts, width, inner, packed);
        return new TileRun<T>
        {
            B = asItLies ? b.At(0, 0) : packed,
            StepB = asItLies ? b.RowStep : PanelWidth,
            Packed = asItLies && tiles > TilesForDirectB ? packed : null,
            Count = inner,
        };
    }

    private void RunTiles(ref TileRun<T> run, Matrix<T> a, bool packedRows, Matrix<T> into, nint width, TileRows tiles, nint first, nint end, Matrix<T> next)
    {
        bool wide = width * parts > TOps.Width;
        bool direct = parts == 1 && into.ColumnStep == 1 && width == (wide ? PanelWidth : TOps.Width);
        bool add = run.Add;
        run.Add = add && direct;
        run.StepInto = direct ? into.RowStep : PanelWidth;
        for (nint index = first; index < end; index++)
        {
            nint row = tiles.Start(index);
            int rows = (int)(tiles.Start(index + 1) - row);
            if (packedRows)
            {
                run.A = packedA + ((row - tiles.Start(first)) * parts * run.Count);
                run.RowStepA = 1;
                run.PairStepA = 2;
                run.StepA = rows * parts;
            }
            else
            {
                run.A = a.At(row, 0);
                run.RowStepA = parts == 1 ? a.RowStep : 1;
                run.PairStepA = parts == 1 ? 2 * a.RowStep : a.RowStep;
                run.StepA = a.ColumnStep;
            }

            if (next.Pointer != 0) Fetch(next, run.Count * (index - first) / (end - first), run.Count * (index - first + 1) / (end - first));
            run.Into = direct ? into.At(row, 0) : tile;
            fixed (TileRun<T>* arguments = &run) TileKernels<TOps, TVector, T>.Run(rows * parts, wide, arguments);
            if (run.Packed != null)
            {
                run.B = run.Packed;
                run.StepB = PanelWidth;
                run.Packed = null;
            }

            if (direct) continue;
            if (parts == 1) TileStore<TOps, TVector, T>.Real(tile, rows, width, into.From(row, 0), add);
            else TileStore<TOps, TVector, T>.Complex(tile, rows, width, into.From(row, 0), add, product.ConjugateA, product.ConjugateB);
        }
    }

    /// <summary>Rows of the next panel, each tile its share: they lie too far apart for the processor to see them come.</summary>
    private static void Fetch(Matrix<T> panel, nint first, nint end)
    {
        if (!Sse.IsSupported) return;
        for (nint k = first; k < end; k++) Sse.Prefetch1(panel.At(k, 0));
    }

    private void PackA(Matrix<T> a, TileRows tiles, nint first, nint end, nint rowsOfRegion, nint inner)
    {
        nint origin = tiles.Start(first);
        for (nint index = first; index < end; index++)
        {
            nint row = tiles.Start(index);
            TilePacking<TOps, TVector, T>.Pack(a.From(row, 0), parts, tiles.Start(index + 1) - row, rowsOfRegion - row, inner, packedA + ((row - origin) * parts * inner));
        }
    }

    private static nint LongestBlock(in Product<T> product)
    {
        var blocks = new InnerBlocks(product.Inner);
        return blocks.Count == 0 ? 0 : (product.Inner + blocks.Count - 1) / blocks.Count;
    }

    private static nint PackedBytesA(in Product<T> product) =>
        TeamScratch.Align(Math.Min(MostBytesA, LongestBlock(product) * product.Rows * product.Parts * sizeof(T)) + TilePacking<TOps, TVector, T>.SlackBytes);

    /// <summary>A is packed where neighbours in k are far apart, or where many panels read rows that lie on pages of their own.</summary>
    private bool PacksA(Matrix<T> a, nint rows, nint panels) => a.ColumnStep != parts ? panels > 1 : panels >= 12 && rows >= 96 && a.RowStep * sizeof(T) >= PageBytes;
}
