using System.Numerics;
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

    /// <summary>A panel of B that so many tiles read or fewer is read where it lies.</summary>
    private const int TilesForDirectB = 2;

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
        bool once = tiles.Count <= tilesOfBlock;
        bool directB = tiles.Count <= TilesForDirectB && b.ColumnStep == parts;
        bool packA = PacksA(a, rows, panels);
        for (nint first = 0; first < tiles.Count; first += tilesOfBlock)
        {
            nint end = Math.Min(tiles.Count, first + tilesOfBlock);
            Matrix<T> rowsOfBlock = packA ? PackA(a, tiles, first, end, inner) : a.From(tiles.Start(first), 0);
            for (nint panel = 0; panel < panels; panel++)
            {
                nint column = panel * panelColumns;
                nint width = Math.Min(panelColumns, columns - column);
                TileRun<T> run = default;
                run.Count = inner;
                run.Add = add;
                if (directB && width == panelColumns)
                {
                    run.B = b.At(0, column);
                    run.StepB = b.RowStep;
                }
                else
                {
                    run.B = packedB + (once ? 0 : panel * inner * PanelWidth);
                    run.StepB = PanelWidth;
                    if (first == 0) PanelPacking<TOps, TVector, T>.Pack(b.From(0, column), parts, width, inner, run.B);
                }

                RunTiles(ref run, rowsOfBlock, packA && a.ColumnStep != parts, into, tiles, first, end, column, width);
            }
        }
    }

    private void RunTiles(ref TileRun<T> run, Matrix<T> a, bool byTiles, Matrix<T> into, TileRows tiles, nint first, nint end, nint column, nint width)
    {
        bool wide = width * parts > TOps.Width;
        bool direct = parts == 1 && into.ColumnStep == 1 && width == (wide ? PanelWidth : TOps.Width);
        bool add = run.Add;
        for (nint index = first; index < end; index++)
        {
            nint row = tiles.Start(index);
            int rows = (int)(tiles.Start(index + 1) - row);
            nint rowOfBlock = row - tiles.Start(first);
            if (byTiles)
            {
                run.A = packedA + (rowOfBlock * parts * run.Count);
                run.RowStepA = 1;
                run.PairStepA = 2;
                run.StepA = rows * parts;
            }
            else
            {
                run.A = a.At(rowOfBlock, 0);
                run.RowStepA = parts == 1 ? a.RowStep : 1;
                run.PairStepA = parts == 1 ? 2 * a.RowStep : a.RowStep;
                run.StepA = a.ColumnStep;
            }

            run.Into = direct ? into.At(row, column) : tile;
            run.StepInto = direct ? into.RowStep : PanelWidth;
            run.Add = add && direct;
            fixed (TileRun<T>* arguments = &run) TileKernels<TOps, TVector, T>.Run(rows * parts, wide, arguments);
            if (direct) continue;
            if (parts == 1) TileStore.Real(tile, PanelWidth, rows, width, into.From(row, column), add);
            else TileStore<TOps, TVector, T>.Complex(tile, rows, width, into.From(row, column), add, product.ConjugateA, product.ConjugateB);
        }
    }

    private Matrix<T> PackA(Matrix<T> a, TileRows tiles, nint first, nint end, nint inner)
    {
        nint origin = tiles.Start(first);
        if (a.ColumnStep == parts) return RowPacking<TOps, TVector, T>.PackRows(a.From(origin, 0), tiles.Start(end) - origin, inner * parts, packedA);
        for (nint index = first; index < end; index++)
        {
            nint row = tiles.Start(index);
            nint rows = tiles.Start(index + 1) - row;
            RowPacking<TOps, TVector, T>.PackTile(a.From(row, 0), parts, rows, tiles.Rows - row, inner, packedA + ((row - origin) * parts * inner));
        }

        return default;
    }

    private static nint LongestBlock(in Product<T> product)
    {
        var blocks = new InnerBlocks(product.Inner);
        return blocks.Count == 0 ? 0 : (product.Inner + blocks.Count - 1) / blocks.Count;
    }

    private static nint PackedBytesA(in Product<T> product)
    {
        nint step = RowPacking<TOps, TVector, T>.RowStep(LongestBlock(product) * product.Parts);
        nint tiles = Math.Max(1, MostBytesA / (MostRows * Math.Max((nint)1, ShortestBlock(product)) * sizeof(T)));
        return TeamScratch.Align(((Math.Min(product.Rows, tiles * MostRows) * step) + RowPacking<TOps, TVector, T>.Slack) * sizeof(T));
    }

    private static nint ShortestBlock(in Product<T> product)
    {
        var blocks = new InnerBlocks(product.Inner);
        return blocks.Count == 0 ? 0 : product.Inner / blocks.Count;
    }

    /// <summary>A is packed where neighbours in k are far apart, or where many panels read rows whose distance wears out the caches.</summary>
    private bool PacksA(Matrix<T> a, nint rows, nint panels) => a.ColumnStep != parts ? panels > 1 : panels >= 12 && rows >= 96;
}
