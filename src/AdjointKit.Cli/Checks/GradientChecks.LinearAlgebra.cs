using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Cli.Checks;

/// <content>Matrices. Their diagonals are made large and different, so that they can be inverted and their eigenvalues and singular values differ.</content>
internal static partial class GradientChecks
{
    private const int Side = 3;

    private static IEnumerable<CheckCase> LinearAlgebra() =>
    [
        Real("matrix product, added", x => Ops.AddMatMul(Matrix(x), x[.., 0..3], x[.., 3..6], formA: MatrixForm.Transposed)),
        Real("matrix product, taken from a matrix", x => Ops.SubtractMatMul(Matrix(x), x[.., 0..3], Ops.Sin(x[.., 0..3]), formA: MatrixForm.Transposed)),
        Real("matrix product, scaled and added", x => Ops.AddMatMul(Matrix(x), x[0..1, 4..7], x[.., 0..3], x[.., 3..6], formA: MatrixForm.Transposed)),
        Complex("matrix product, taken from a matrix, complex", x => Ops.SubtractMatMul(Matrix(x), x[.., 0..3], Ops.Sin(x[.., 0..3]), formA: MatrixForm.ConjugateTransposed)),
        Complex("matrix product, scaled and added, complex", x => Ops.AddMatMul(Matrix(x), x[0..1, 4..7], x[.., 0..3], x[.., 3..6], formA: MatrixForm.ConjugateTransposed)),
        Real("einsum", x => Ops.Einsum("ij,kj,k->i", x, Matrix(x)[.., 0..1] * x[0], x[0, 0..3])),
        Real("triangles", x => Ops.LowerTriangle(Matrix(x)) * Ops.UpperTriangle(Ops.Square(Matrix(x)), -1)),
        Real("Cholesky", x => Ops.Cholesky(Matrix(x))),
        Real("solve", x => Ops.Solve(Matrix(x), Ops.Transpose(x[.., 0..3]))),
        Real("triangular solve", x => Ops.TriangularSolve(Matrix(x), Ops.Transpose(x[.., 0..3]))),
        Real("inverse", x => Ops.Inverse(Matrix(x))),
        Real("determinant", x => Ops.Log(Ops.Determinant(Matrix(x)))),
        Real("log determinant", x => Ops.LogDeterminant(Matrix(x)).LogMagnitude),
        Real("QR", x => Ops.Qr(Matrix(x)).Q * Ops.Qr(Matrix(x)).R),
        Real("singular values", x => Ops.SingularValues(Matrix(x))),
        Real("singular value threshold", x => Ops.SingularValueThreshold(Matrix(x), 6)),
        Real("singular vectors", x => Squares(Ops.Svd(Matrix(x)).U)),
        Real("symmetric eigenvalues", x => Ops.EigenvaluesSymmetric(Matrix(x))),
        Real("symmetric eigenvectors", x => Squares(Ops.EigenSymmetric(Matrix(x)).Vectors)),
        Real("matrix exponential", x => Ops.MatrixExponential(0.2 * Matrix(x))),
        Complex("solve, complex", x => Ops.Solve(Matrix(x), Ops.Transpose(x[.., 0..3]), MatrixForm.ConjugateTransposed)),
        Complex("inverse, complex", x => Ops.Inverse(Matrix(x))),
        Complex("singular values, complex", x => Ops.SingularValues(Matrix(x))),
    ];

    /// <summary>A matrix of the leading numbers of x, with 4, 8 and 12 added on its diagonal.</summary>
    private static Var<T> Matrix<T>(Var<T> x)
        where T : unmanaged
    {
        NdArray<T> diagonal = NdArray.Zeros<T>(Side, Side);
        for (int k = 0; k < Side; k++) x.Tape.Compute.Host.Backend.Fill(diagonal.Slice(0, k, 1).Slice(1, k, 1), 4 * (k + 1));
        return Ops.Reshape(Ops.Slice(Ops.Reshape(x, Rows * Columns), 0, 0, Side * Side), Side, Side) + x.Tape.Constant(x.Tape.Compute.ToDevice(diagonal));
    }

    /// <summary>Squares of vectors: their signs do not matter.</summary>
    private static Var<double> Squares(Var<double> vectors) => Ops.Square(vectors);
}
