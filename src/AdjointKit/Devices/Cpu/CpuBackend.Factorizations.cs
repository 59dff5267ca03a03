using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Factorizations;

namespace AdjointKit.Devices.Cpu;

/// <content>Dense factorisations, and what solves with them.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<CholeskyWork> choleskyWork = new();
    private readonly WorkSlot<LuWork> luWork = new();
    private readonly WorkSlot<LuSolveWork> luSolveWork = new();
    private readonly WorkSlot<LuDeterminantWork> luDeterminantWork = new();
    private readonly WorkSlot<TriangularSolveWork> triangularSolveWork = new();
    private readonly WorkSlot<QrWork> qrWork = new();
    private readonly WorkSlot<SvdWork> svdWork = new();
    private readonly WorkSlot<EigenWork> eigenWork = new();
    private readonly WorkSlot<ExponentialWork> exponentialWork = new();

    public override void Triangle(MatrixTriangle triangle, nint diagonal, in UntypedArray x, in UntypedArray into)
    {
        FactorizationShapes.RequireMatrix("a triangle", x.Shape);
        FactorizationShapes.Require("a triangle", into, x.ElementType, x.Shape);
        bool lower = (triangle & MatrixTriangle.Upper) != MatrixTriangle.Upper;
        for (nint row = 0; row < x.Shape[-2]; row++)
        {
            // Columns before the edge belong to the lower triangle.
            nint edge = Math.Clamp(row + diagonal + (lower ? 1 : 0), 0, x.Shape[-1]);
            UntypedArray to = into.Slice(-2, row, 1, 1);
            UntypedArray from = x.Slice(-2, row, 1, 1);
            (nint kept, nint keptCount) = lower ? ((nint)0, edge) : (edge, x.Shape[-1] - edge);
            (nint other, nint otherCount) = lower ? (edge, x.Shape[-1] - edge) : ((nint)0, edge);
            if (keptCount > 0 && x != into) Copy(from.Slice(-1, kept, keptCount, 1), to.Slice(-1, kept, keptCount, 1));
            if (otherCount > 0) Fill(to.Slice(-1, other, otherCount, 1), Complex.Zero);
        }
    }

    public override void Cholesky(in UntypedArray a, in UntypedArray into)
    {
        FactorizationShapes.RequireSquare("a Cholesky factorisation", a.Shape);
        FactorizationShapes.Require("a Cholesky factorisation", into, a.ElementType, a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        CholeskyWork work = choleskyWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Into = new MatrixStack(into, batch);
        Run(choleskyWork, work, batch, a.ElementType, into);
    }

    public override void LuFactor(in UntypedArray a, in UntypedArray into)
    {
        FactorizationShapes.RequireSquare("an LU factorisation", a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        FactorizationShapes.Require("an LU factorisation", into, a.ElementType, FactorizationShapes.Stack(batch, a.Shape[-1] + 1, a.Shape[-1]));
        LuWork work = luWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Into = new MatrixStack(into, batch);
        Run(luWork, work, batch, a.ElementType, into);
    }

    public override void LuSolve(MatrixForm form, in UntypedArray factors, in UntypedArray b, in UntypedArray into)
    {
        FactorizationShapes.Require("a linear solve", into, factors.ElementType, FactorizationShapes.SolutionOf("a linear solve", MatrixOf(factors.Shape), b.Shape));
        FactorizationShapes.Require("a linear solve", b, factors.ElementType, b.Shape);
        Shape batch = FactorizationShapes.BatchOf(into.Shape);
        LuSolveWork work = luSolveWork.Take();
        work.Form = form;
        work.Factor = new MatrixStack(factors, batch);
        work.B = new MatrixStack(b, batch);
        work.Into = new MatrixStack(into, batch);
        Run(luSolveWork, work, batch, factors.ElementType, into);
    }

    public override void LuDeterminant(in UntypedArray factors, in UntypedArray into)
    {
        Shape batch = FactorizationShapes.BatchOf(MatrixOf(factors.Shape));
        FactorizationShapes.Require("a determinant", into, factors.ElementType, batch);
        LuDeterminantWork work = luDeterminantWork.Take();
        work.Logarithmic = false;
        work.Factor = new MatrixStack(factors, batch);
        work.Number = new MatrixStack(into, batch, 0);
        Run(luDeterminantWork, work, batch, factors.ElementType, into);
    }

    public override void LuLogDeterminant(in UntypedArray factors, in UntypedArray sign, in UntypedArray logMagnitude)
    {
        Shape batch = FactorizationShapes.BatchOf(MatrixOf(factors.Shape));
        FactorizationShapes.Require("the sign of a determinant", sign, factors.ElementType, batch);
        FactorizationShapes.Require("the logarithm of a determinant", logMagnitude, ElementTypes.RealOf(factors.ElementType), batch);
        logMagnitude.BeginWrite();
        LuDeterminantWork work = luDeterminantWork.Take();
        work.Logarithmic = true;
        work.Factor = new MatrixStack(factors, batch);
        work.Number = new MatrixStack(sign, batch, 0);
        work.LogMagnitude = new MatrixStack(logMagnitude, batch, 0);
        Run(luDeterminantWork, work, batch, factors.ElementType, sign);
    }

    public override void TriangularSolve(MatrixTriangle triangle, MatrixForm form, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        FactorizationShapes.Require("a triangular solve", into, a.ElementType, FactorizationShapes.SolutionOf("a triangular solve", a.Shape, b.Shape));
        FactorizationShapes.Require("a triangular solve", b, a.ElementType, b.Shape);
        Shape batch = FactorizationShapes.BatchOf(into.Shape);
        TriangularSolveWork work = triangularSolveWork.Take();
        work.Triangle = triangle;
        work.Form = form;
        work.A = new MatrixStack(a, batch);
        work.B = new MatrixStack(b, batch);
        work.Into = new MatrixStack(into, batch);
        Run(triangularSolveWork, work, batch, a.ElementType, into);
    }

    public override void Qr(in UntypedArray a, in UntypedArray q, in UntypedArray r)
    {
        FactorizationShapes.RequireMatrix("a QR factorisation", a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        nint count = Math.Min(a.Shape[-2], a.Shape[-1]);
        FactorizationShapes.Require("Q of a QR factorisation", q, a.ElementType, FactorizationShapes.Stack(batch, a.Shape[-2], count));
        FactorizationShapes.Require("R of a QR factorisation", r, a.ElementType, FactorizationShapes.Stack(batch, count, a.Shape[-1]));
        r.BeginWrite();
        QrWork work = qrWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Q = new MatrixStack(q, batch);
        work.R = new MatrixStack(r, batch);
        Run(qrWork, work, batch, a.ElementType, q);
    }

    public override void Svd(in UntypedArray a, in UntypedArray u, in UntypedArray s, in UntypedArray vh)
    {
        FactorizationShapes.RequireMatrix("a singular value decomposition", a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        nint count = Math.Min(a.Shape[-2], a.Shape[-1]);
        FactorizationShapes.Require("a singular value decomposition", s, ElementTypes.RealOf(a.ElementType), FactorizationShapes.Stack(batch, count));
        SvdWork work = svdWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Values = new MatrixStack(s, batch, 1);
        work.WantVectors = !u.IsDefault;
        if (work.WantVectors)
        {
            FactorizationShapes.Require("U of a singular value decomposition", u, a.ElementType, FactorizationShapes.Stack(batch, a.Shape[-2], count));
            FactorizationShapes.Require("V^H of a singular value decomposition", vh, a.ElementType, FactorizationShapes.Stack(batch, count, a.Shape[-1]));
            u.BeginWrite();
            vh.BeginWrite();
            work.Left = new MatrixStack(u, batch);
            work.Right = new MatrixStack(vh, batch);
        }

        Run(svdWork, work, batch, a.ElementType, s);
    }

    public override void EigenSymmetric(in UntypedArray a, in UntypedArray values, in UntypedArray vectors)
    {
        FactorizationShapes.RequireSquare("an eigendecomposition", a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        FactorizationShapes.Require("an eigendecomposition", values, ElementTypes.RealOf(a.ElementType), FactorizationShapes.Stack(batch, a.Shape[-1]));
        EigenWork work = eigenWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Values = new MatrixStack(values, batch, 1);
        work.WantVectors = !vectors.IsDefault;
        if (work.WantVectors)
        {
            FactorizationShapes.Require("the vectors of an eigendecomposition", vectors, a.ElementType, a.Shape);
            vectors.BeginWrite();
            work.Vectors = new MatrixStack(vectors, batch);
        }

        Run(eigenWork, work, batch, a.ElementType, values);
    }

    public override void MatrixExponential(in UntypedArray a, in UntypedArray into)
    {
        FactorizationShapes.RequireSquare("a matrix exponential", a.Shape);
        FactorizationShapes.Require("a matrix exponential", into, a.ElementType, a.Shape);
        Shape batch = FactorizationShapes.BatchOf(a.Shape);
        ExponentialWork work = exponentialWork.Take();
        work.A = new MatrixStack(a, batch);
        work.Into = new MatrixStack(into, batch);
        Run(exponentialWork, work, batch, a.ElementType, into);
    }

    /// <summary>The shape of the matrices whose factors have a given shape.</summary>
    private static Shape MatrixOf(in Shape factors)
    {
        FactorizationShapes.RequireMatrix("a solve with LU factors", factors);
        return factors.With(factors.Rank - 2, factors[-2] - 1);
    }

    /// <summary>The stacks keep the arrays alive until they are forgotten.</summary>
    private void Run<TWork>(WorkSlot<TWork> slot, TWork work, in Shape batch, ElementType type, in UntypedArray into)
        where TWork : BatchWork, new()
    {
        into.BeginWrite();
        try
        {
            work.Run(batch, type, team);
        }
        finally
        {
            work.Forget();
            slot.Return(work);
        }
    }
}
