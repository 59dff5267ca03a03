using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// Least squares with a few columns of a matrix in each sample, by a Cholesky factorisation of their inner products. A column that is but for rounding a sum of those before it is left out of the fit, which
/// it could not better; the other samples never know.
/// </summary>
internal sealed class SupportFit
{
    private readonly SampleOperator a;
    private readonly UntypedArray columns;
    private readonly UntypedArray scales;

    /// <summary>Makes A^H, whose rows are picked, with rows of unit norm.</summary>
    internal SupportFit(Compute compute, SampleOperator a, UntypedArray matrix)
    {
        this.a = a;
        var shape = new Shape(matrix.Shape[1], matrix.Shape[0]);
        columns = compute.Backend.Allocate(matrix.ElementType, shape, account: null);
        scales = compute.Backend.Allocate(ElementTypes.RealOf(matrix.ElementType), new Shape(shape[0], 1), account: null);
        using var tape = new Tape(compute);
        Var turned = UntypedOps.Conjugate(UntypedOps.TransposeMatrix(tape.Constant(matrix)));
        Var scale = UntypedOps.ReciprocalSqrt(Supports.Divisor(UntypedOps.SumTo(UntypedOps.AbsSquared(turned), scales.Shape)));
        compute.Backend.Copy((turned * scale).Value, columns);
        compute.Backend.Copy(scale.Value, scales);
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
        var perPlace = new Shape(a.Samples, count, 1);
        Var flat = UntypedOps.Reshape(places, new Shape(a.Samples * count, 1));
        Var rows = UntypedOps.Reshape(UntypedOps.GatherAlong(y.Tape.Constant(columns), flat, 0), new Shape(a.Samples, count, a.Rows));
        Var scale = UntypedOps.Reshape(UntypedOps.GatherAlong(y.Tape.Constant(scales), flat, 0), perPlace);
        Var products = UntypedOps.MatMul(MatrixForm.Plain, rows, MatrixForm.ConjugateTransposed, rows);
        Var slope = UntypedOps.MatMul(MatrixForm.Plain, rows, MatrixForm.Plain, UntypedOps.Reshape(a.Misfit(y, x), new Shape(a.Samples, a.Rows, 1)));
        Var isFitted = Independent(products, isUsed);
        Var factor = UntypedOps.Cholesky(Among(products, isFitted));
        Var half = UntypedOps.TriangularSolve(factor, MatrixTriangle.Lower, MatrixForm.Plain, slope * UntypedOps.Reshape(isFitted, perPlace));
        Var change = UntypedOps.TriangularSolve(factor, MatrixTriangle.Lower, MatrixForm.ConjugateTransposed, half) * scale;
        return x + UntypedOps.ScatterAlong(UntypedOps.Reshape(change, new Shape(a.Samples, count)), places, 1, a.Columns);
    }

    internal void Release()
    {
        columns.Release();
        scales.Release();
    }

    /// <summary>
    /// 1 for the used columns that those before them leave something of. The pivots are the squared distances of the unit columns from the span of those before; a little on the diagonal, above the rounding of
    /// the products, keeps them positive, so that what depends shows as a pivot of that size and no factorisation fails.
    /// </summary>
    private static Var Independent(Var products, Var isUsed)
    {
        const double Roundings = 4;
        double shift = Roundings * products.Shape[1] * Precision.UnitRoundoff(products.ElementType);
        Var factor = UntypedOps.Cholesky(Among(UntypedOps.StopGradient(products), isUsed, shift));
        Var pivots = UntypedOps.Square(UntypedOps.Real(UntypedOps.Diagonal(factor)));
        return isUsed * UntypedOps.Greater(pivots, UntypedOps.ConstantLike(pivots, 4 * shift));
    }

    /// <summary>The products of some columns, of the others those of columns that stand at right angles to all, and a number more on the diagonal.</summary>
    private static Var Among(Var products, Var isUsed, double shift = 0)
    {
        (nint samples, nint count) = (products.Shape[0], products.Shape[1]);
        Var pairs = UntypedOps.Reshape(isUsed, new Shape(samples, count, 1)) * UntypedOps.Reshape(isUsed, new Shape(samples, 1, count));
        return (products * pairs) + UntypedOps.DiagonalMatrix(UntypedOps.Affine(-1, isUsed, 1 + shift));
    }
}
