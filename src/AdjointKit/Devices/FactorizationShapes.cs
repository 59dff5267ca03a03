using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>The shapes of factorisations and of what solves with them.</summary>
internal static class FactorizationShapes
{
    /// <summary>The lengths in front of the matrices.</summary>
    internal static Shape BatchOf(in Shape x, int matrixAxes = 2)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int rank = x.Rank - matrixAxes;
        for (int axis = 0; axis < rank; axis++) lengths[axis] = x[axis];
        return new Shape(lengths[..rank]);
    }

    /// <summary>A batch of matrices; or of rows or of numbers, where a length is not asked for (-1).</summary>
    internal static Shape Stack(in Shape batch, nint rows, nint columns = -1)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank + 2];
        int rank = batch.Rank;
        for (int axis = 0; axis < rank; axis++) lengths[axis] = batch[axis];
        if (rows >= 0) lengths[rank++] = rows;
        if (columns >= 0) lengths[rank++] = columns;
        return new Shape(lengths[..rank]);
    }

    internal static void RequireMatrix(string what, in Shape a)
    {
        if (a.Rank < 2) throw new ArgumentException($"{what} takes arrays of two axes or more, not of shape {a}", nameof(a));
    }

    internal static void RequireSquare(string what, in Shape a)
    {
        RequireMatrix(what, a);
        if (a[-1] != a[-2]) throw new ArgumentException($"{what} takes square matrices, not those of an array of shape {a}", nameof(a));
    }

    /// <summary>The shape of X in A X = B: the leading axes broadcast.</summary>
    internal static Shape SolutionOf(string what, in Shape a, in Shape b)
    {
        RequireSquare(what, a);
        RequireMatrix(what, b);
        if (a[-1] != b[-2]) throw new ArgumentException($"{what} of matrices of shape {a} and right-hand sides of shape {b}: {a[-1]} unknowns do not meet {b[-2]} rows", nameof(b));
        return MatrixShapes.ResultOf(MatrixForm.Plain, a, MatrixForm.Plain, b);
    }

    internal static void Require(string what, in UntypedArray into, ElementType type, in Shape shape)
    {
        if (ElementTypes.RealOf(type) is not (ElementType.Float32 or ElementType.Float64)) throw new ArgumentException($"{what} takes floating-point arrays, not elements of type {type}", nameof(type));
        if (into.ElementType != type || into.Shape != shape) throw new ArgumentException($"{what} gives {type} {shape}, not {into}", nameof(into));
    }
}
