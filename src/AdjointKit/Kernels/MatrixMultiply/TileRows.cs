namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Rows shared out evenly to as few tiles as possible: the first ones have one row more.</summary>
internal readonly struct TileRows
{
    private readonly nint rows;
    private readonly nint taller;

    internal TileRows(nint rows, int mostRows)
    {
        Count = (rows + mostRows - 1) / mostRows;
        (this.rows, taller) = Math.DivRem(rows, Math.Max(1, Count));
    }

    internal nint Count { get; }

    internal nint Start(nint tile) => (tile * rows) + Math.Min(tile, taller);
}
