namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Rows shared out evenly to as few tiles as possible.</summary>
internal readonly record struct TileRows(nint Rows, int MostRows)
{
    internal nint Count => (Rows + MostRows - 1) / MostRows;

    internal nint Start(nint tile) => Rows * tile / Count;
}
