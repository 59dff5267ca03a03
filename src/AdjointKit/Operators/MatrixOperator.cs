using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>A matrix that is stored, as an operator between vectors, [columns] to [rows], or between samples that are vectors, [samples, columns] to [samples, rows].</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class MatrixOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    /// <summary>Makes the operator of a matrix on vectors.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="matrix">The matrix [rows, columns] on that device; it is not copied, so it must stay as it is.</param>
    public MatrixOperator(Compute compute, NdArray<T> matrix)
        : base(compute, new Shape(Planar(matrix)[1]), new Shape(matrix.Shape[0])) => Matrix = matrix;

    /// <summary>Makes the operator of a matrix on samples: row i of A x is the matrix times row i of x, in one product of matrices.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="matrix">The matrix [rows, columns] on that device; it is not copied, so it must stay as it is.</param>
    /// <param name="samples">The number of samples.</param>
    public MatrixOperator(Compute compute, NdArray<T> matrix, int samples)
        : base(compute, new Shape(Positive(samples), Planar(matrix)[1]), new Shape(samples, matrix.Shape[0])) => Matrix = matrix;

    /// <inheritdoc/>
    public override int SampleAxes => Domain.Rank - 1;

    /// <inheritdoc/>
    internal override LinearOperator<T, T> OfOneSample => SampleAxes == 0 ? this : new MatrixOperator<T>(Compute, Matrix);

    /// <summary>The matrix [rows, columns].</summary>
    internal NdArray<T> Matrix { get; }

    /// <inheritdoc/>
    internal override void ApplyToSparse(NdArray<T> x, NdArray<T> into)
    {
        if (SampleAxes == 0 || x.Shape != Domain || into.Shape != Range) Apply(x, into);
        else Compute.Backend.MultiplySparse(MatrixForm.Plain, x, MatrixForm.Transposed, Matrix, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        if (SampleAxes == 0) Compute.Backend.MatrixMultiply(MatrixForm.Plain, Matrix, MatrixForm.Plain, x.Reshape(x.Count, 1), accumulate: false, into.Reshape(into.Count, 1));
        else Compute.Backend.MatrixMultiply(MatrixForm.Plain, x, MatrixForm.Transposed, Matrix, accumulate: false, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        if (SampleAxes == 0) Compute.Backend.MatrixMultiply(MatrixForm.ConjugateTransposed, Matrix, MatrixForm.Plain, y.Reshape(y.Count, 1), accumulate: false, into.Reshape(into.Count, 1));
        else Compute.Backend.MatrixMultiply(MatrixForm.Plain, y, MatrixForm.Conjugated, Matrix, accumulate: false, into);
    }

    private static Shape Planar(NdArray<T> matrix) =>
        matrix.Rank == 2 ? matrix.Shape : throw new ArgumentException($"a matrix has two axes, not shape {matrix.Shape}", nameof(matrix));

    private static int Positive(int samples) =>
        samples > 0 ? samples : throw new ArgumentOutOfRangeException(nameof(samples), samples, "there is one sample at least");
}
