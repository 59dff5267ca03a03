namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>A matrix in memory. Steps are in numbers: a complex element is two of them, side by side.</summary>
/// <param name="Pointer">The first element.</param>
/// <param name="RowStep">From a row to the next.</param>
/// <param name="ColumnStep">From a column to the next.</param>
internal readonly unsafe record struct Matrix<T>(nint Pointer, nint RowStep, nint ColumnStep)
    where T : unmanaged
{
    internal Matrix<T> Transposed => new(Pointer, ColumnStep, RowStep);

    internal T* At(nint row, nint column) => (T*)Pointer + (row * RowStep) + (column * ColumnStep);

    internal Matrix<T> From(nint row, nint column) => this with { Pointer = (nint)At(row, column) };

    internal Matrix<T> Moved(nint numbers) => this with { Pointer = (nint)((T*)Pointer + numbers) };
}
