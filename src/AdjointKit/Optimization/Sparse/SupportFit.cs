using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>Least squares with a few columns of a matrix in each sample, by a Cholesky factorisation of their inner products.</summary>
internal sealed class SupportFit
{
    private readonly SampleOperator a;
    private readonly UntypedArray columns;

    /// <summary>Makes A^H, whose rows are picked.</summary>
    internal SupportFit(Compute compute, SampleOperator a, UntypedArray matrix)
    {
        this.a = a;
        columns = compute.Backend.Allocate(matrix.ElementType, new Shape(matrix.Shape[1], matrix.Shape[0]), account: null);
        UntypedArray turned = matrix.Transpose([1, 0]);
        if (ElementTypes.IsComplex(matrix.ElementType)) compute.Backend.Unary(UnaryOp.Conjugate, turned, columns);
        else compute.Backend.Copy(turned, columns);
    }

    /// <summary>
    /// The signals that make |y - A x| smallest with elements at some places only, as a correction of signals that have no others: what is left of rounding in those is corrected, too.
    /// </summary>
    /// <param name="y">The data.</param>
    /// <param name="x">The signals.</param>
    /// <param name="places">The places in each sample [samples, count], each named once.</param>
    /// <param name="isUsed">1 for the places that count, 0 for those where x stays.</param>
    internal Var Corrected(Var y, Var x, Var places, Var isUsed)
    {
        nint count = places.Shape[1];
        Var rows = UntypedOps.GatherAlong(y.Tape.Constant(columns), UntypedOps.Reshape(places, new Shape(a.Samples * count, 1)), 0);
        Var used = UntypedOps.Reshape(rows, new Shape(a.Samples, count, a.Rows)) * UntypedOps.Reshape(isUsed, new Shape(a.Samples, count, 1));
        Var products = UntypedOps.MatMul(MatrixForm.Plain, used, MatrixForm.ConjugateTransposed, used) + UntypedOps.DiagonalMatrix(UntypedOps.Affine(-1, isUsed, 1));
        Var slope = UntypedOps.MatMul(MatrixForm.Plain, used, MatrixForm.Plain, UntypedOps.Reshape(a.Misfit(y, x), new Shape(a.Samples, a.Rows, 1)));
        Var factor = UntypedOps.Cholesky(products);
        Var half = UntypedOps.TriangularSolve(factor, MatrixTriangle.Lower, MatrixForm.Plain, slope);
        Var change = UntypedOps.TriangularSolve(factor, MatrixTriangle.Lower, MatrixForm.ConjugateTransposed, half);
        return x + UntypedOps.ScatterAlong(UntypedOps.Reshape(change, new Shape(a.Samples, count)), places, 1, a.Columns);
    }

    internal void Release() => columns.Release();
}
