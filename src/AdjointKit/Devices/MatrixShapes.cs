using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>The shapes of a matrix product.</summary>
internal static class MatrixShapes
{
    /// <summary>The shape of op(a) op(b): the leading axes broadcast, then the rows of op(a) and the columns of op(b).</summary>
    internal static Shape ResultOf(MatrixForm formA, in Shape a, MatrixForm formB, in Shape b)
    {
        if (a.Rank < 2 || b.Rank < 2) throw new ArgumentException($"a matrix product takes arrays of two axes or more, not of shapes {a} and {b}: reshape vectors to one row or one column", nameof(b));
        if (Inner(formA, a, 1) != Inner(formB, b, 2)) throw new ArgumentException($"a matrix product of shapes {Text(formA, a)} and {Text(formB, b)}: {Inner(formA, a, 1)} columns do not meet {Inner(formB, b, 2)} rows", nameof(b));
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int rank = Math.Max(a.Rank, b.Rank);
        for (int axis = 0; axis < rank - 2; axis++)
        {
            nint lengthA = axis < rank - a.Rank ? 1 : a[axis - (rank - a.Rank)];
            nint lengthB = axis < rank - b.Rank ? 1 : b[axis - (rank - b.Rank)];
            if (lengthA != lengthB && lengthA != 1 && lengthB != 1) throw new ArgumentException($"a matrix product of shapes {Text(formA, a)} and {Text(formB, b)}: leading lengths {lengthA} and {lengthB} differ and neither is 1", nameof(b));
            lengths[axis] = lengthA == 1 ? lengthB : lengthA;
        }

        lengths[rank - 2] = Inner(formA, a, 2);
        lengths[rank - 1] = Inner(formB, b, 1);
        return new Shape(lengths[..rank]);
    }

    /// <summary>Checks all that a product asks of its arrays, whatever the device.</summary>
    internal static void Check(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray into)
    {
        if (a.ElementType != into.ElementType || b.ElementType != into.ElementType || ElementTypes.RealOf(into.ElementType) is not (ElementType.Float32 or ElementType.Float64))
        {
            throw new ArgumentException($"a matrix product takes floating-point arrays of one element type, not {a} and {b} to {into}: convert them with Copy", nameof(into));
        }

        Shape result = ResultOf(formA, a.Shape, formB, b.Shape);
        if (result != into.Shape) throw new ArgumentException($"a matrix product of shapes {Text(formA, a.Shape)} and {Text(formB, b.Shape)} has shape {result}, not {into.Shape}", nameof(into));
        if (a.Overlaps(into) || b.Overlaps(into)) throw new ArgumentException($"an operand of the matrix product overlaps its result {into}: write to an array of its own", nameof(into));
    }

    /// <summary>The length of an axis of op(x), counted from the end. HasFlag would allocate until the method is optimised.</summary>
    private static nint Inner(MatrixForm form, in Shape x, int axis) => x[(form & MatrixForm.Transposed) == MatrixForm.Transposed ? axis - 3 : -axis];

    private static string Text(MatrixForm form, in Shape x) => form.HasFlag(MatrixForm.Transposed) ? $"{x} (transposed)" : $"{x}";
}
