using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Factorisations of matrices, what solves with them, and the parts of matrices that their derivatives are made of.</content>
internal static partial class UntypedOps
{
    internal static Var Triangle(Var x, MatrixTriangle triangle, nint diagonal) => x.IsNone ? x : x.Tape.Apply(Rules.LinearAlgebra.Triangle.Rule, new Attributes { Triangle = triangle, Start = diagonal }, x);

    /// <summary>A triangle with half of the diagonal.</summary>
    internal static Var HalfTriangle(Var x, MatrixTriangle triangle) => Affine(0.5, Add(Triangle(x, triangle, 0), Triangle(x, triangle, triangle == MatrixTriangle.Lower ? -1 : 1)), 0);

    internal static Var Cholesky(Var a) => a.Tape.Apply(Rules.LinearAlgebra.Cholesky.Rule, a);

    /// <summary>X with op(T) X = B.</summary>
    internal static Var TriangularSolve(Var a, MatrixTriangle triangle, MatrixForm form, Var b)
    {
        if (b.IsNone) return b;
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.LinearAlgebra.TriangularSolve.Rule, new Attributes { Triangle = triangle, FormA = form }, a, b);
    }

    internal static Var LuFactor(Var a) => a.Tape.Apply(Rules.LinearAlgebra.LuFactor.Rule, a);

    /// <summary>X with op(A) X = B.</summary>
    internal static Var Solve(MatrixForm form, Var a, Var b)
    {
        FactorizationShapes.RequireSquare("a linear solve", a.Shape);
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        return LuSolve(form, a, LuFactor(a), b);
    }

    /// <summary>X with op(A) X = B, the factors of A at hand.</summary>
    internal static Var LuSolve(MatrixForm form, Var a, Var factors, Var b) => b.IsNone ? b : a.Tape.Apply(Rules.LinearAlgebra.LuSolve.Rule, new Attributes { FormA = form }, a, factors, ConvertLike(b, a.ElementType));

    internal static Var Inverse(Var a) => a.Tape.Apply(Rules.LinearAlgebra.Inverse.Rule, a);

    internal static Var Determinant(Var a)
    {
        FactorizationShapes.RequireSquare("a determinant", a.Shape);
        return a.Tape.Apply(Rules.LinearAlgebra.Determinant.Rule, a, LuFactor(a));
    }

    internal static (Var Sign, Var LogMagnitude) LogDeterminant(Var a)
    {
        FactorizationShapes.RequireSquare("a log determinant", a.Shape);
        Span<Var> outputs = [default, default];
        a.Tape.Apply(Rules.LinearAlgebra.LogDeterminant.Rule, Attributes.None, [a, LuFactor(a)], outputs);
        return (outputs[0], outputs[1]);
    }

    /// <summary>w A^-H for a number w per matrix: the sensitivity that a determinant causes.</summary>
    internal static Var ScaledInverseAdjoint(Var a, Var factors, Var weight)
    {
        if (weight.IsNone) return weight;
        Var inverse = LuSolve(MatrixForm.ConjugateTransposed, a, factors, Identity(a.Tape, a.ElementType, a.Shape[-1]));
        return Push(Reshape(weight, FactorizationShapes.Stack(weight.Shape, 1, 1)), inverse);
    }

    /// <summary>Q and R. A wide matrix is the QR factorisation of its leading square and Q^H times the rest.</summary>
    internal static (Var Q, Var R) Qr(Var a)
    {
        Shape shape = a.Shape;
        FactorizationShapes.RequireMatrix("a QR factorisation", shape);
        (nint rows, nint columns) = (shape[-2], shape[-1]);
        Span<Var> outputs = [default, default];
        a.Tape.Apply(Rules.LinearAlgebra.Qr.Rule, Attributes.None, [columns > rows ? Slice(a, -1, 0, rows, 1) : a], outputs);
        if (columns <= rows) return (outputs[0], outputs[1]);
        Var rest = MatMul(MatrixForm.ConjugateTransposed, outputs[0], MatrixForm.Plain, Slice(a, -1, rows, columns - rows, 1));
        int last = shape.Rank - 1;
        return (outputs[0], Add(Embed(outputs[1], last, 0, 1, shape), Embed(rest, last, rows, 1, shape)));
    }

    internal static (Var U, Var S, Var Vh) Svd(Var a)
    {
        Span<Var> outputs = [default, default, default];
        a.Tape.Apply(Rules.LinearAlgebra.Svd.Rule, Attributes.None, [a], outputs);
        return (outputs[0], outputs[1], outputs[2]);
    }

    /// <summary>The matrix with a number, rank 0, taken away from its singular values, those below it made 0.</summary>
    internal static Var SingularValueThreshold(Var x, Var threshold)
    {
        (Var u, Var s, Var vh) = Svd(x);
        return x.Tape.Apply(Rules.LinearAlgebra.SingularValueThreshold.Rule, Attributes.None, x, threshold, u, s, vh);
    }

    internal static Var SingularValues(Var a) => a.Tape.Records(a) ? Svd(a).S : a.Tape.Apply(Rules.LinearAlgebra.SpectrumOnly.SingularValues, a);

    internal static (Var Values, Var Vectors) EigenSymmetric(Var a)
    {
        Span<Var> outputs = [default, default];
        a.Tape.Apply(Rules.LinearAlgebra.EigenSymmetric.Rule, Attributes.None, [a], outputs);
        return (outputs[0], outputs[1]);
    }

    internal static Var EigenvaluesSymmetric(Var a) => a.Tape.Records(a) ? EigenSymmetric(a).Values : a.Tape.Apply(Rules.LinearAlgebra.SpectrumOnly.Eigenvalues, a);

    internal static Var MatrixExponential(Var a) => a.Tape.Apply(Rules.LinearAlgebra.MatrixExponential.Rule, a);

    /// <summary>The derivative of e^A along E.</summary>
    internal static Var ExponentialDerivative(Var a, Var along)
    {
        if (along.IsNone) return along;
        nint n = a.Shape[-1];
        Var doubled = MatrixExponential(Add(Add(Place(a, 0, 0), Place(a, n, n)), Place(along, 0, n)));
        return Slice(Slice(doubled, -2, 0, n, 1), -1, n, n, 1);

        static Var Place(Var x, nint row, nint column)
        {
            Shape shape = x.Shape;
            Shape high = shape.With(shape.Rank - 2, 2 * shape[-2]);
            return Embed(Embed(x, shape.Rank - 2, row, 1, high), shape.Rank - 1, column, 1, high.With(shape.Rank - 1, 2 * shape[-1]));
        }
    }

    /// <summary>F_ij = 1 / (y_j - x_i), 0 where they are equal up to rounding.</summary>
    internal static Var InverseDifferences(Var x, Var y) => y.Tape.Apply(Rules.LinearAlgebra.InverseDifference.Rule, AsColumn(x), AsRow(y));

    /// <summary>The diagonals of matrices.</summary>
    internal static Var Diagonal(Var x, nint offset = 0)
    {
        if (x.IsNone) return x;
        Shape shape = x.Shape;
        (nint rows, nint columns) = (shape[-2], shape[-1]);
        nint count = Math.Max(0, Math.Min(rows + Math.Min(offset, 0), columns - Math.Max(offset, 0)));
        nint start = count == 0 ? 0 : offset >= 0 ? offset : -offset * columns;
        return Slice(Reshape(x, FactorizationShapes.Stack(FactorizationShapes.BatchOf(shape), rows * columns)), -1, start, count, columns + 1);
    }

    /// <summary>Square matrices with given diagonals, zeros elsewhere.</summary>
    internal static Var DiagonalMatrix(Var diagonal, nint offset = 0)
    {
        if (diagonal.IsNone) return diagonal;
        nint n = diagonal.Shape[-1] + Math.Abs(offset);
        nint start = diagonal.Shape[-1] == 0 ? 0 : offset >= 0 ? offset : -offset * n;
        Shape batch = FactorizationShapes.BatchOf(diagonal.Shape, matrixAxes: 1);
        return Reshape(Embed(diagonal, batch.Rank, start, n + 1, FactorizationShapes.Stack(batch, n * n)), FactorizationShapes.Stack(batch, n, n));
    }

    internal static Var Trace(Var x)
    {
        if (x.IsNone) return x;
        Var diagonal = Diagonal(x);
        Shape batch = FactorizationShapes.BatchOf(diagonal.Shape, matrixAxes: 1);
        return Reshape(SumTo(diagonal, FactorizationShapes.Stack(batch, 1)), batch);
    }

    /// <summary>(..., n) as (..., n, 1).</summary>
    internal static Var AsColumn(Var x) => Reshape(x, FactorizationShapes.Stack(x.Shape, 1));

    /// <summary>(..., n) as (..., 1, n).</summary>
    internal static Var AsRow(Var x) => Reshape(x, FactorizationShapes.Stack(FactorizationShapes.BatchOf(x.Shape, matrixAxes: 1), 1, x.Shape[-1]));

    /// <summary>The last two axes exchanged.</summary>
    internal static Var TransposeMatrix(Var x)
    {
        if (x.IsNone) return x;
        Shape shape = x.Shape;
        Span<int> order = stackalloc int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++) order[axis] = axis;
        (order[^1], order[^2]) = (shape.Rank - 2, shape.Rank - 1);
        return Transpose(x, new AxisOrder(order, shape));
    }

    /// <summary>x^H.</summary>
    internal static Var Adjoint(Var x) => Conjugate(TransposeMatrix(x));

    /// <summary>(x + x^H) / 2.</summary>
    internal static Var HermitianPart(Var x) => Affine(0.5, Add(x, Adjoint(x)), 0);

    /// <summary>(x - x^H) / 2.</summary>
    internal static Var AntiHermitianPart(Var x) => x.IsNone ? x : Affine(0.5, Subtract(x, Adjoint(x)), 0);

    /// <summary>The identity, a constant.</summary>
    internal static Var Identity(Tape tape, ElementType type, nint n)
    {
        int identity = tape.AddOwned(type, new Shape(n, n));
        Rules.LinearAlgebra.Inverse.SetIdentity(tape.Backend, tape.ValueOf(identity));
        tape.Refresh(identity);
        return new Var(tape, identity);
    }
}
