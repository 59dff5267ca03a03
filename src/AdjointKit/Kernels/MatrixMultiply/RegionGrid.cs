namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>How the result of a product is cut into regions, rows by columns. The cut decides about time, never about bits.</summary>
internal readonly record struct RegionGrid(nint Rows, nint Columns, nint PanelColumns, nint RowCuts, nint ColumnCuts)
{
    /// <summary>Multiplications below which a region is not worth a thread of its own.</summary>
    private const double LeastWork = 100_000;

    /// <summary>The same for a product with a vector, which reads memory for each multiplication.</summary>
    private const double LeastWorkVector = 30_000;

    /// <summary>The packed right operand of a region stays in the last-level cache.</summary>
    private const int MostPackedBytes = 2 << 20;

    internal nint Count => RowCuts * ColumnCuts;

    private nint Panels => (Columns + PanelColumns - 1) / PanelColumns;

    /// <summary>Cuts so that each thread has work and as little as possible is packed twice.</summary>
    internal static unsafe RegionGrid For<T>(in Product<T> product, int panelColumns, int threads)
        where T : unmanaged
    {
        var whole = new RegionGrid(product.Rows, product.Columns, panelColumns, 1, 1);
        nint mostPanels = Math.Max(1, MostPackedBytes / (InnerBlocks.MostLength * panelColumns * product.Parts * sizeof(T)));
        whole = whole with { ColumnCuts = (whole.Panels + mostPanels - 1) / mostPanels };
        double work = (double)product.Rows * product.Columns * Math.Max((nint)1, product.Inner) * product.Parts * product.Parts;
        nint wanted = (nint)Math.Min(Math.Max(1, work * product.Batch.Count / LeastWork), threads);
        if (product.Batch.Count * whole.Count >= wanted) return whole;

        RegionGrid best = whole;
        double least = double.PositiveInfinity;
        for (nint rowCuts = 1; rowCuts <= Math.Min(wanted, product.Rows); rowCuts++)
        {
            nint columnCuts = Math.Min(whole.Panels, Math.Max(whole.ColumnCuts, (wanted + rowCuts - 1) / rowCuts));
            RegionGrid candidate = whole with { RowCuts = rowCuts, ColumnCuts = columnCuts };
            double cost = candidate.Cost(wanted, product.Inner);

            // Of equal ones the one with more cuts of rows: then nothing of the left operand is packed twice, and what is packed of the right one costs little.
            if (cost > least) continue;
            least = cost;
            best = candidate;
        }

        return best;
    }

    /// <summary>Cuts of a product with one column, none of fewer rows than given.</summary>
    internal static RegionGrid ForVector<T>(in Product<T> product, int leastRows, int threads)
        where T : unmanaged
    {
        double work = (double)product.Rows * product.Inner * product.Batch.Count;
        nint wanted = (nint)Math.Min(Math.Max(1, work / LeastWorkVector), threads);
        return new RegionGrid(product.Rows, 1, 1, product.Batch.Count >= wanted ? 1 : Math.Min(wanted, product.Rows / leastRows), 1);
    }

    /// <summary>The rows of a region.</summary>
    internal (nint First, nint Count) RowsOf(nint cell) => Range(Rows, cell / ColumnCuts, RowCuts);

    /// <summary>The columns of a region: whole panels but for the last one.</summary>
    internal (nint First, nint Count) ColumnsOf(nint cell)
    {
        (nint first, nint count) = Range(Panels, cell % ColumnCuts, ColumnCuts);
        nint start = first * PanelColumns;
        return (start, Math.Min(count * PanelColumns, Columns - start));
    }

    private static (nint First, nint Count) Range(nint length, nint part, nint parts)
    {
        nint first = length * part / parts;
        return (first, (length * (part + 1) / parts) - first);
    }

    /// <summary>The time of the largest region, in multiplications: its tiles, and what it packs.</summary>
    private double Cost(nint threads, nint inner)
    {
        const double Packing = 8;
        double rows = (Rows + RowCuts - 1) / RowCuts;
        double columns = Math.Min(Columns, (Panels + ColumnCuts - 1) / ColumnCuts * PanelColumns);
        double rounds = (Count + threads - 1) / threads;
        return rounds * inner * ((rows * columns) + (Packing * (rows + columns)));
    }
}
