using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>A matrix that is stored, as an operator between vectors: [columns] to [rows].</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class MatrixOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> matrix;

    /// <summary>Makes the operator of a matrix.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="matrix">The matrix [rows, columns] on that device; it is not copied, so it must stay as it is.</param>
    public MatrixOperator(Compute compute, NdArray<T> matrix)
        : base(compute, new Shape(Planar(matrix)[1]), new Shape(matrix.Shape[0])) => this.matrix = matrix;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.Plain, matrix, MatrixForm.Plain, x.Reshape(x.Count, 1), accumulate: false, into.Reshape(into.Count, 1));

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.ConjugateTransposed, matrix, MatrixForm.Plain, y.Reshape(y.Count, 1), accumulate: false, into.Reshape(into.Count, 1));

    private static Shape Planar(NdArray<T> matrix) =>
        matrix.Rank == 2 ? matrix.Shape : throw new ArgumentException($"a matrix has two axes, not shape {matrix.Shape}", nameof(matrix));
}
