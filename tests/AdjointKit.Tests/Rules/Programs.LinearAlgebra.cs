using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Tests.Rules;

/// <content>Matrices: einsum, factorisations, solves.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealLinearAlgebra =
    [
        new("lower triangle", x => Ops.LowerTriangle(Ops.Reshape(x, 3, 4), 1) * Ops.Reshape(x, 3, 4)),
        new("upper triangle of a batch", x => Ops.UpperTriangle(Ops.Reshape(x, 2, 3, 2), -1) * Ops.Reshape(x, 2, 3, 2)),
        new("diagonal", x => Ops.Sin(Ops.Diagonal(Ops.Reshape(x, 2, 3, 2)))),
        new("diagonal matrix", x => Ops.MatMul(Ops.DiagonalMatrix(Ops.Reshape(x, 4, 3)), Ops.Reshape(x, 4, 3, 1))),
        new("trace", x => Ops.Trace(Ops.MatMul(Ops.Reshape(x, 3, 4), Ops.Reshape(x, 4, 3)))),
        new("einsum of a matrix product", x => Ops.Einsum("ij,jk->ik", Ops.Reshape(x, 3, 4), Ops.Reshape(x, 4, 3))),
        new("einsum of a chain to a number", x => Ops.Einsum("ij,jk,ki->", Ops.Reshape(x, 3, 4), Ops.Reshape(x, 4, 3), Square3(x))),
        new("einsum of a trace", x => Ops.Einsum("iij->j", Ops.Reshape(Ops.Slice(x, 0, 0, 12), 2, 2, 3))),
        new("einsum of a diagonal times a matrix", x => Ops.Einsum("ii,ij->ij", Square3(x), Square3(x))),
        new("einsum that sums a lonely index", x => Ops.Einsum("ij,jk->i", Ops.Reshape(x, 3, 4), Ops.Reshape(x, 4, 3))),
        new("einsum of batches that broadcast", x => Ops.Einsum("...ij,...jk->...ki", Ops.Reshape(x, 2, 1, 2, 3), Ops.Reshape(x, 2, 3, 2))),
        new("einsum of axes of length 1", x => Ops.Einsum("ij,ij->j", Ops.Reshape(Ops.Slice(x, 0, 0, 4), 1, 4), Ops.Reshape(x, 3, 4))),
        new("einsum of two summed indices", x => Ops.Einsum("ijk,jkl->li", Ops.Reshape(x, 2, 3, 2), Ops.Reshape(x, 3, 2, 2))),
        new("einsum of inner products", x => Ops.Einsum("bi,bi->b", Ops.Reshape(x, 4, 3), Ops.Reshape(x, 4, 3))),
        new("einsum without an arrow", x => Ops.Einsum("ba,ac", Ops.Reshape(x, 4, 3), Ops.Reshape(x, 3, 4))),
        new("inner products along the last axis", x => Ops.Dot(Ops.Reshape(x, 3, 4), Ops.Slice(x, 0, 4, 4))),
        new("outer product", x => Ops.Outer(Ops.Slice(x, 0, 0, 3), Ops.Slice(x, 0, 3, 4))),
        new("matrix times vector", x => Ops.MatVec(Ops.Reshape(x, 3, 4), Ops.Slice(x, 0, 2, 4))),
        new("Kronecker product", x => Ops.Kronecker(Ops.Reshape(x, 2, 3, 2), Ops.Reshape(Ops.Slice(x, 0, 1, 2), 1, 2))),
        new("residual of a matrix product", x => Ops.SubtractMatMul(Square3(x), Ops.Reshape(x, 3, 4), Ops.Sin(Ops.Reshape(x, 4, 3)))),
        new("turned matrix product with an addend", x => Ops.AddMatMul(Square3(x), Ops.Reshape(x, 4, 3), Ops.Sin(Ops.Reshape(x, 3, 4)), MatrixForm.Transposed, MatrixForm.Transposed)),
        new("matrix products with addends, of one matrix", x => Ops.AddMatMul(Ops.SubtractMatMul(Square3(x), Square3(x), Square3(x), formB: MatrixForm.Transposed), Square3(x), Square3(x))),
        new("matrix product with an addend that is a factor", x => SubtractedFromItself(Square3(x))),
        new("matrix product with an addend that is broadcast", x => Ops.SubtractMatMul(Ops.Slice(x, 0, 0, 3), Ops.Reshape(x, 3, 4), Ops.Reshape(x, 4, 3))),
        new("scaled matrix product with an addend", x => Ops.AddMatMul(Square3(x), Ops.Slice(x, 0, 0, 1), Ops.Reshape(x, 3, 4), Ops.Sin(Ops.Reshape(x, 3, 4)), formB: MatrixForm.Transposed)),
        new("scaled matrix products of a batch with a matrix as addend", x => Ops.AddMatMul(Ops.Reshape(Ops.Slice(x, 0, 0, 4), 2, 2), Ops.Slice(x, 0, 0, 1), Ops.Reshape(x, 3, 2, 2), Ops.Sin(Ops.Reshape(x, 3, 2, 2)))),
        new("matrix products of a batch, taken from it", x => Ops.SubtractMatMul(Ops.Reshape(x, 3, 2, 2), Ops.Reshape(x, 3, 2, 2), Ops.Reshape(Ops.Slice(x, 0, 0, 4), 2, 2))),
        new("matrix product scaled row by row with an addend", x => Ops.AddMatMul(Square3(x), Ops.Reshape(Ops.Slice(x, 0, 1, 3), 3, 1), Ops.Reshape(x, 4, 3), Ops.Reshape(x, 4, 3), MatrixForm.Transposed)),
        new("matrix product scaled element by element with an addend", x => Ops.AddMatMul(Square3(x), Square3(x), Square3(x), Ops.Sin(Square3(x)))),
        new("Cholesky", x => Ops.Cholesky(Ops.MatMul(Ops.Reshape(x, 3, 4), Ops.Reshape(x, 3, 4), formB: MatrixForm.Transposed) + Identity(x, 3, 1))),
        new("Cholesky of the symmetric part of a batch", x => Ops.Cholesky(Ops.Reshape(x, 3, 2, 2) + Identity(x, 2, 3))),
        new("solve", x => Ops.Solve(Square3(x) + Identity(x, 3, 2), Ops.Reshape(x, 3, 4))),
        new("solve for one right-hand side", x => Ops.Solve(Square3(x) + Identity(x, 3, 2), Ops.Slice(x, 0, 9, 3))),
        new("solve with a transpose", x => Ops.Solve(Square3(x) + Identity(x, 3, 2), Ops.Reshape(x, 3, 4), MatrixForm.Transposed)),
        new("solve of batches that broadcast", x => Ops.Solve(Ops.Reshape(x, 3, 1, 2, 2) + Identity(x, 2, 2), Ops.Reshape(Ops.Slice(x, 0, 0, 8), 2, 2, 2))),
        new("solve with exchanges of rows", x => Ops.Solve(Square3(x) + x.Tape.Constant(NdArray.From(new double[,] { { 0, 3, 0 }, { 0, 0, 3 }, { 3, 0, 0 } })), Ops.Reshape(x, 3, 4))),
        new("lower triangular solve", x => Ops.TriangularSolve(Square3(x), Ops.Reshape(x, 3, 4))),
        new("upper triangular solve of one side", x => Ops.TriangularSolve(Square3(x), Ops.Slice(x, 0, 9, 3), MatrixTriangle.Upper)),
        new("unit upper triangular solve with a transpose", x => Ops.TriangularSolve(Square3(x), Ops.Reshape(x, 3, 4), MatrixTriangle.Upper | MatrixTriangle.UnitDiagonal, MatrixForm.Transposed)),
        new("unit lower triangular solve of a batch", x => Ops.TriangularSolve(Ops.Reshape(x, 3, 2, 2), Ops.Reshape(Ops.Slice(x, 0, 0, 4), 2, 2), MatrixTriangle.UnitDiagonal)),
        new("inverse", x => Ops.Inverse(Ops.Reshape(x, 3, 2, 2) + Identity(x, 2, 2))),
        new("determinant", x => Ops.Determinant(Ops.Reshape(x, 3, 2, 2) + Identity(x, 2, 1))),
        new("log determinant", x => Ops.LogDeterminant(Square3(x) - Identity(x, 3, 3)).LogMagnitude),
        new("QR of a tall matrix", x => Both(Ops.Qr(Ops.Reshape(x, 4, 3) + Embedded(x, 4, 3)))),
        new("QR of square matrices", x => Both(Ops.Qr(Ops.Reshape(x, 3, 2, 2) + Identity(x, 2, 1)))),
        new("QR of a wide matrix", x => Both(Ops.Qr(Ops.Reshape(x, 3, 4) + Embedded(x, 3, 4)))),
        new("singular values", x => Ops.SingularValues(Ops.Reshape(x, 3, 4) + Embedded(x, 3, 4))),
        new("singular value threshold of a tall matrix", x => Ops.SingularValueThreshold(Ops.Reshape(x, 4, 3) + Embedded(x, 4, 3), 1.1)),
        new("singular value threshold of a wide matrix", x => Ops.SingularValueThreshold(Ops.Reshape(x, 3, 4) + Embedded(x, 3, 4), 1.1)),
        new("singular vectors of a tall matrix", x => Triple(Ops.Svd(Ops.Reshape(x, 4, 3) + Embedded(x, 4, 3)))),
        new("singular vectors of a wide matrix", x => Triple(Ops.Svd(Ops.Reshape(x, 3, 4) + Embedded(x, 3, 4)))),
        new("singular vectors of square matrices", x => Triple(Ops.Svd(Ops.Reshape(x, 3, 2, 2) + Embedded(x, 2, 2)))),
        new("matrix exponential", x => Ops.MatrixExponential(Ops.Reshape(x, 3, 2, 2) - Embedded(x, 2, 2))),
        new("symmetric eigenvalues", x => Ops.EigenvaluesSymmetric(Square3(x) + Embedded(x, 3, 3))),
        new("symmetric eigenvectors", x => Pair(Ops.EigenSymmetric(Square3(x) + Embedded(x, 3, 3)))),
        new("symmetric eigenvectors of a batch", x => Pair(Ops.EigenSymmetric(Ops.Reshape(x, 3, 2, 2) + Embedded(x, 2, 2)))),
    ];

    private static readonly ComplexProgram[] ComplexLinearAlgebra =
    [
        new("lower triangle", z => Ops.LowerTriangle(Ops.Reshape(z, 3, 4), 1) * Ops.Reshape(z, 3, 4)),
        new("diagonal and trace", z => Ops.Diagonal(Square3(z)) * Ops.Trace(Square3(z))),
        new("einsum of a chain", z => Ops.Einsum("ij,jk,kl->il", Ops.Reshape(z, 3, 4), Ops.Reshape(z, 4, 3), Square3(z))),
        new("einsum of a trace", z => Ops.Einsum("iij->j", Ops.Reshape(z, 2, 2, 3))),
        new("residual of a matrix product", z => Ops.SubtractMatMul(Square3(z), Ops.Reshape(z, 3, 4), Ops.Sin(Ops.Reshape(z, 3, 4)), MatrixForm.Conjugated, MatrixForm.ConjugateTransposed)),
        new("turned matrix product with an addend", z => Ops.AddMatMul(Square3(z), Ops.Reshape(z, 4, 3), Ops.Sin(Ops.Reshape(z, 3, 4)), MatrixForm.ConjugateTransposed, MatrixForm.Transposed)),
        new("scaled matrix product with an addend", z => Ops.AddMatMul(Square3(z), Ops.Reshape(Ops.Slice(z, 0, 1, 3), 3, 1), Ops.Reshape(z, 4, 3), Ops.Reshape(z, 4, 3), MatrixForm.Transposed, MatrixForm.Conjugated)),
        new("outer product", z => Ops.Outer(Ops.Slice(z, 0, 0, 3), Ops.Slice(z, 0, 3, 4))),
        new("Cholesky", z => Ops.Cholesky(Ops.MatMul(Ops.Reshape(z, 3, 4), Ops.Reshape(z, 3, 4), formB: MatrixForm.ConjugateTransposed) + Identity(z, 3, 1))),
        new("Cholesky of the Hermitian part", z => Ops.Cholesky(Square3(z) + Identity(z, 3, 4))),
        new("solve", z => Ops.Solve(Square3(z) + Identity(z, 3, 2), Ops.Reshape(z, 3, 4))),
        new("solve with a transpose", z => Ops.Solve(Square3(z) + Identity(z, 3, 2), Ops.Reshape(z, 3, 4), MatrixForm.Transposed)),
        new("solve with a conjugate", z => Ops.Solve(Square3(z) + Identity(z, 3, 2), Ops.Reshape(z, 3, 4), MatrixForm.Conjugated)),
        new("solve with an adjoint", z => Ops.Solve(Square3(z) + Identity(z, 3, 2), Ops.Slice(z, 0, 9, 3), MatrixForm.ConjugateTransposed)),
        new("triangular solve", z => Ops.TriangularSolve(Square3(z), Ops.Reshape(z, 3, 4))),
        new("triangular solve with a conjugate", z => Ops.TriangularSolve(Square3(z), Ops.Reshape(z, 3, 4), MatrixTriangle.Upper, MatrixForm.Conjugated)),
        new("triangular solve with an adjoint", z => Ops.TriangularSolve(Square3(z), Ops.Reshape(z, 3, 4), MatrixTriangle.Lower, MatrixForm.ConjugateTransposed)),
        new("unit triangular solve with a transpose", z => Ops.TriangularSolve(Square3(z), Ops.Reshape(z, 3, 4), MatrixTriangle.Lower | MatrixTriangle.UnitDiagonal, MatrixForm.Transposed)),
        new("inverse", z => Ops.Inverse(Ops.Reshape(z, 3, 2, 2) + Identity(z, 2, 2))),
        new("determinant", z => Ops.Determinant(Square3(z))),
        new("log determinant", z => Ops.ToComplex(Ops.LogDeterminant(Square3(z) + Identity(z, 3, 2)).LogMagnitude) * z),
        new("sign of a determinant", z => Ops.LogDeterminant(Ops.Reshape(z, 3, 2, 2)).Sign),
        new("singular value threshold", z => Ops.SingularValueThreshold(Ops.Reshape(z, 4, 3) + Embedded(z, 4, 3), 1.1)),
        new("QR of a tall matrix", z => Both(Ops.Qr(Ops.Reshape(z, 4, 3) + Embedded(z, 4, 3)))),
        new("QR of square matrices", z => Both(Ops.Qr(Ops.Reshape(z, 3, 2, 2) + Identity(z, 2, 1)))),
        new("QR of a wide matrix", z => Both(Ops.Qr(Ops.Reshape(z, 3, 4) + Embedded(z, 3, 4)))),
        new("singular values", z => Ops.ToComplex(Ops.SingularValues(Ops.Reshape(z, 3, 4) + Embedded(z, 3, 4)))),
        new("singular vectors of a tall matrix", z => Triple(Ops.Svd(Ops.Reshape(z, 4, 3) + Embedded(z, 4, 3)))),
        new("singular vectors of a wide matrix", z => Triple(Ops.Svd(Ops.Reshape(z, 3, 4) + Embedded(z, 3, 4)))),
        new("singular vectors of square matrices", z => Triple(Ops.Svd(Ops.Reshape(z, 3, 2, 2) + Embedded(z, 2, 2)))),
        new("matrix exponential", z => Ops.MatrixExponential(Square3(z) - Embedded(z, 3, 3))),
        new("Hermitian eigenvalues", z => Ops.ToComplex(Ops.EigenvaluesSymmetric(Square3(z) + Embedded(z, 3, 3)))),
        new("Hermitian eigenvectors", z => Pair(Ops.EigenSymmetric(Square3(z) + Embedded(z, 3, 3)))),
    ];

    private static Var<T> SubtractedFromItself<T>(Var<T> m)
        where T : unmanaged => Ops.SubtractMatMul(m, m, m, formB: MatrixForm.Transposed);

    private static Var<T> Square3<T>(Var<T> x)
        where T : unmanaged => Ops.Reshape(Ops.Slice(x, 0, 2, 9), 3, 3);

    /// <summary>A multiple of the identity, a constant.</summary>
    private static Var<T> Identity<T>(Var<T> x, nint n, double scale)
        where T : unmanaged => Ops.DiagonalMatrix(Ops.BroadcastTo(x.Tape.Constant(Number<T>(scale)), new Shape(n)));

    /// <summary>A constant matrix with 1, 2.5, 4, ... on its diagonal: spectra are far from equal.</summary>
    private static Var<T> Embedded<T>(Var<T> x, nint rows, nint columns)
        where T : unmanaged
    {
        NdArray<T> matrix = NdArray.Zeros<T>(rows, columns);
        for (nint k = 0; k < Math.Min(rows, columns); k++) matrix[k, k] = Number<T>(1 + (1.5 * k));
        return x.Tape.Constant(matrix);
    }

    private static T Number<T>(double value)
        where T : unmanaged => typeof(T) == typeof(double) ? (T)(object)value : (T)(object)new Complex(value, 0);

    private static Var<T> Both<T>((Var<T> Q, Var<T> R) factors)
        where T : unmanaged => Ops.MatMul(factors.Q * factors.Q, Ops.Sin(factors.R));

    /// <summary>Sees the vectors by their squares, which their signs do not change.</summary>
    private static Var<double> Triple((Var<double> U, Var<double> S, Var<double> Vh) factors) => Ops.Einsum("...ik,...k,...kj->...ij", Ops.Square(factors.U), Ops.Sin(factors.S), Ops.Square(factors.Vh));

    private static Var<double> Pair((Var<double> Values, Var<double> Vectors) factors) => Ops.Einsum("...ik,...k->...i", Ops.Square(factors.Vectors), Ops.Sin(factors.Values));

    /// <summary>Sees each pair of vectors by the projections on them and by their product, which phases do not change.</summary>
    private static Var<Complex> Triple((Var<Complex> U, Var<double> S, Var<Complex> Vh) factors)
    {
        Var<Complex> product = Ops.Einsum("...ik,...k,...kj->...ij", factors.U, Ops.ToComplex(Ops.Sin(factors.S)), factors.Vh);
        return product + Ops.Einsum("...ik,...k,...kj->...ij", Ops.ToComplex(Ops.AbsSquared(factors.U)), Ops.ToComplex(factors.S), Ops.ToComplex(Ops.AbsSquared(factors.Vh)));
    }

    private static Var<Complex> Pair((Var<double> Values, Var<Complex> Vectors) factors) =>
        Ops.Einsum("...ik,...k,...jk->...ij", factors.Vectors, Ops.ToComplex(Ops.Sin(factors.Values)), Ops.Conjugate(factors.Vectors))
        + Ops.Einsum("...ik,...k,...jk->...ij", Ops.ToComplex(Ops.AbsSquared(factors.Vectors)), Ops.ToComplex(factors.Values), factors.Vectors * Ops.Conjugate(factors.Vectors));
}
