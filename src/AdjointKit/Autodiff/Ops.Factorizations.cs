using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>
/// Factorisations of the matrices in the last two axes, and what solves with them; axes in front are a batch. They are carried in float64 on the host, rounded once, and on a device
/// go through copies that <see cref="Backend.Transfers"/> counts.
/// </content>
public static partial class Ops
{
    /// <summary>The elements on and below a diagonal, zeros above it, whatever stands there.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="diagonal">The diagonal, counted from the main one to the right.</param>
    public static Var<T> LowerTriangle<T>(Var<T> x, nint diagonal = 0)
        where T : unmanaged => new(UntypedOps.Triangle(x, MatrixTriangle.Lower, diagonal));

    /// <summary>The elements on and above a diagonal, zeros below it, whatever stands there.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="diagonal">The diagonal, counted from the main one to the right.</param>
    public static Var<T> UpperTriangle<T>(Var<T> x, nint diagonal = 0)
        where T : unmanaged => new(UntypedOps.Triangle(x, MatrixTriangle.Upper, diagonal));

    /// <summary>The main diagonals of matrices, one axis less; or those <paramref name="offset"/> places to the right of them.</summary>
    public static Var<T> Diagonal<T>(Var<T> x, nint offset = 0)
        where T : unmanaged
    {
        FactorizationShapes.RequireMatrix("a diagonal", x.Shape);
        return new(UntypedOps.Diagonal(x, offset));
    }

    /// <summary>Square matrices with the entries of the last axis on their diagonals, or <paramref name="offset"/> places to the right of them; zeros elsewhere; one axis more.</summary>
    public static Var<T> DiagonalMatrix<T>(Var<T> diagonal, nint offset = 0)
        where T : unmanaged
    {
        if (diagonal.Shape.Rank == 0) throw new ArgumentException("a diagonal has one axis at least, not shape ()", nameof(diagonal));
        return new(UntypedOps.DiagonalMatrix(diagonal, offset));
    }

    /// <summary>The sum of the diagonal of each matrix.</summary>
    public static Var<T> Trace<T>(Var<T> x)
        where T : unmanaged
    {
        FactorizationShapes.RequireMatrix("a trace", x.Shape);
        return new(UntypedOps.Trace(x));
    }

    /// <summary>
    /// The lower triangular L with a positive diagonal and L L^H = A, a function of the Hermitian part of A: the gradient is Hermitian and agrees with differences in every element.
    /// </summary>
    /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
    public static Var<T> Cholesky<T>(Var<T> a)
        where T : unmanaged => new(UntypedOps.Cholesky(a));

    /// <summary>X with op(A) X = B, by LU factors with partial pivoting that the sweeps use again. Several right-hand sides are the columns of B; a B of one axis is one of them, and so is X then.</summary>
    /// <param name="a">Square matrices.</param>
    /// <param name="b">Right-hand sides; axes in front are broadcast to those of A and the other way round.</param>
    /// <param name="form">How A is taken.</param>
    /// <exception cref="ArithmeticException">A matrix is singular.</exception>
    public static Var<T> Solve<T>(Var<T> a, Var<T> b, MatrixForm form = MatrixForm.Plain)
        where T : unmanaged => new(b.Shape.Rank == 1 ? FromColumn(UntypedOps.Solve(form, a, UntypedOps.AsColumn(b))) : UntypedOps.Solve(form, a, b));

    /// <summary>X with op(T) X = B for one triangle T of A; what else A holds is not looked at, and has gradient 0. A B of one axis is one right-hand side.</summary>
    /// <param name="a">Square matrices.</param>
    /// <param name="b">Right-hand sides; axes in front are broadcast to those of A and the other way round.</param>
    /// <param name="triangle">Which triangle, and whether its diagonal is taken as ones.</param>
    /// <param name="form">How the triangle is taken.</param>
    /// <exception cref="ArithmeticException">A diagonal element is 0.</exception>
    public static Var<T> TriangularSolve<T>(Var<T> a, Var<T> b, MatrixTriangle triangle = MatrixTriangle.Lower, MatrixForm form = MatrixForm.Plain)
        where T : unmanaged => new(b.Shape.Rank == 1 ? FromColumn(UntypedOps.TriangularSolve(a, triangle, form, UntypedOps.AsColumn(b))) : UntypedOps.TriangularSolve(a, triangle, form, b));

    /// <summary>A^-1. To apply it, <see cref="Solve{T}(Var{T}, Var{T}, MatrixForm)"/> is quicker and more accurate.</summary>
    /// <exception cref="ArithmeticException">A matrix is singular.</exception>
    public static Var<T> Inverse<T>(Var<T> a)
        where T : unmanaged => new(UntypedOps.Inverse(a));

    /// <summary>det A, 0 for a singular matrix, at which its derivatives are not to be had (an ArithmeticException in the sweep).</summary>
    public static Var<T> Determinant<T>(Var<T> a)
        where T : unmanaged => new(UntypedOps.Determinant(a));

    /// <summary>The sign of det A (a number of magnitude 1) and log |det A|; 0 and minus infinity for a singular matrix, at which the derivatives are not to be had.</summary>
    public static (Var<double> Sign, Var<double> LogMagnitude) LogDeterminant(Var<double> a) => Typed<double, double>(UntypedOps.LogDeterminant(a));

    /// <inheritdoc cref="LogDeterminant(Var{double})"/>
    public static (Var<float> Sign, Var<float> LogMagnitude) LogDeterminant(Var<float> a) => Typed<float, float>(UntypedOps.LogDeterminant(a));

    /// <inheritdoc cref="LogDeterminant(Var{double})"/>
    public static (Var<Complex> Sign, Var<double> LogMagnitude) LogDeterminant(Var<Complex> a) => Typed<Complex, double>(UntypedOps.LogDeterminant(a));

    /// <inheritdoc cref="LogDeterminant(Var{double})"/>
    public static (Var<ComplexF> Sign, Var<float> LogMagnitude) LogDeterminant(Var<ComplexF> a) => Typed<ComplexF, float>(UntypedOps.LogDeterminant(a));

    /// <summary>
    /// A = Q R, thin: min(rows, columns) orthonormal columns of Q, R upper triangular with a real diagonal that is not negative. Derivatives want the leading square of R to be
    /// regular: all columns of a tall matrix independent, the leading ones of a wide matrix.
    /// </summary>
    public static (Var<T> Q, Var<T> R) Qr<T>(Var<T> a)
        where T : unmanaged
    {
        (Var q, Var r) = UntypedOps.Qr(a);
        return (new(q), new(r));
    }

    /// <summary>
    /// A = U diag(s) V^H, thin, s descending. Vectors of equal singular values, and the phases of all, are free. Derivatives stay finite at equal and at zero values; the gradient is exact
    /// there for a loss made of symmetric functions of the values and of the spaces that vectors of equal values span. Second derivatives ask for values that differ.
    /// </summary>
    public static (Var<double> U, Var<double> S, Var<double> Vh) Svd(Var<double> a) => Typed<double, double>(UntypedOps.Svd(a));

    /// <inheritdoc cref="Svd(Var{double})"/>
    public static (Var<float> U, Var<float> S, Var<float> Vh) Svd(Var<float> a) => Typed<float, float>(UntypedOps.Svd(a));

    /// <inheritdoc cref="Svd(Var{double})"/>
    public static (Var<Complex> U, Var<double> S, Var<Complex> Vh) Svd(Var<Complex> a) => Typed<Complex, double>(UntypedOps.Svd(a));

    /// <inheritdoc cref="Svd(Var{double})"/>
    public static (Var<ComplexF> U, Var<float> S, Var<ComplexF> Vh) Svd(Var<ComplexF> a) => Typed<ComplexF, float>(UntypedOps.Svd(a));

    /// <summary>
    /// U diag(max(s - threshold, 0)) V^H for A = U diag(s) V^H, or for each of the matrices in the last two axes. First derivatives are right where singular values are equal or 0, too; second ones
    /// where they differ.
    /// </summary>
    public static Var<T> SingularValueThreshold<T>(Var<T> a, double threshold)
        where T : unmanaged => new(UntypedOps.SingularValueThreshold(a, a.Tape.Filled(ElementTypes.RealOf(ElementTypes.Of<T>()), default, threshold)));

    /// <summary>The singular values, descending.</summary>
    public static Var<double> SingularValues(Var<double> a) => new(UntypedOps.SingularValues(a));

    /// <inheritdoc cref="SingularValues(Var{double})"/>
    public static Var<float> SingularValues(Var<float> a) => new(UntypedOps.SingularValues(a));

    /// <inheritdoc cref="SingularValues(Var{double})"/>
    public static Var<double> SingularValues(Var<Complex> a) => new(UntypedOps.SingularValues(a));

    /// <inheritdoc cref="SingularValues(Var{double})"/>
    public static Var<float> SingularValues(Var<ComplexF> a) => new(UntypedOps.SingularValues(a));

    /// <summary>
    /// The eigenvalues, ascending, and eigenvectors, in columns, of the Hermitian part of A. Vectors of equal eigenvalues, and the phases of all, are free. Derivatives stay finite at equal
    /// values; the gradient is exact there for a loss made of symmetric functions of the values and of the spaces that vectors of equal values span. A function of the matrix, V f(w) V^H, is not
    /// of this kind: at equal values its gradient lacks a part (<see cref="MatrixExponential{T}(Var{T})"/> has it). Second derivatives ask for values that differ.
    /// </summary>
    public static (Var<double> Values, Var<double> Vectors) EigenSymmetric(Var<double> a) => Typed<double, double>(UntypedOps.EigenSymmetric(a));

    /// <inheritdoc cref="EigenSymmetric(Var{double})"/>
    public static (Var<float> Values, Var<float> Vectors) EigenSymmetric(Var<float> a) => Typed<float, float>(UntypedOps.EigenSymmetric(a));

    /// <inheritdoc cref="EigenSymmetric(Var{double})"/>
    public static (Var<double> Values, Var<Complex> Vectors) EigenSymmetric(Var<Complex> a) => Typed<double, Complex>(UntypedOps.EigenSymmetric(a));

    /// <inheritdoc cref="EigenSymmetric(Var{double})"/>
    public static (Var<float> Values, Var<ComplexF> Vectors) EigenSymmetric(Var<ComplexF> a) => Typed<float, ComplexF>(UntypedOps.EigenSymmetric(a));

    /// <summary>The eigenvalues, ascending, of the Hermitian part of A.</summary>
    public static Var<double> EigenvaluesSymmetric(Var<double> a) => new(UntypedOps.EigenvaluesSymmetric(a));

    /// <inheritdoc cref="EigenvaluesSymmetric(Var{double})"/>
    public static Var<float> EigenvaluesSymmetric(Var<float> a) => new(UntypedOps.EigenvaluesSymmetric(a));

    /// <inheritdoc cref="EigenvaluesSymmetric(Var{double})"/>
    public static Var<double> EigenvaluesSymmetric(Var<Complex> a) => new(UntypedOps.EigenvaluesSymmetric(a));

    /// <inheritdoc cref="EigenvaluesSymmetric(Var{double})"/>
    public static Var<float> EigenvaluesSymmetric(Var<ComplexF> a) => new(UntypedOps.EigenvaluesSymmetric(a));

    /// <summary>The matrix exponential e^A = 1 + A + A A / 2 + ... of square matrices.</summary>
    public static Var<T> MatrixExponential<T>(Var<T> a)
        where T : unmanaged => new(UntypedOps.MatrixExponential(a));

    private static Var FromColumn(Var x) => UntypedOps.Reshape(x, FactorizationShapes.BatchOf(x.Shape, matrixAxes: 1));

    private static (Var<T1> First, Var<T2> Second) Typed<T1, T2>((Var First, Var Second) outputs)
        where T1 : unmanaged
        where T2 : unmanaged => (new(outputs.First), new(outputs.Second));

    private static (Var<T> U, Var<TReal> S, Var<T> Vh) Typed<T, TReal>((Var U, Var S, Var Vh) outputs)
        where T : unmanaged
        where TReal : unmanaged => (new(outputs.U), new(outputs.S), new(outputs.Vh));
}
