using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <content>Matrices and linear operators.</content>
internal static partial class UntypedOps
{
    internal static Var ApplyOperator(LinearOperator @operator, Var x) => x.IsNone ? x : x.Tape.Apply(Rules.LinearAlgebra.ApplyOperator.Rule, new Attributes { Subject = @operator }, x);

    /// <summary>op(a) op(b) over the last two axes. Many matrices times one are one tall matrix times it.</summary>
    /// <param name="formA">How a is turned.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="formB">How b is turned.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="leavesOutZeros">Whether many elements of a may be 0: their products are left out where that pays, with the same bits where b is finite.</param>
    internal static Var MatMul(MatrixForm formA, Var a, MatrixForm formB, Var b, bool leavesOutZeros = false)
    {
        if (a.IsNone || b.IsNone) return default;
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        var forms = new Attributes { FormA = formA, FormB = formB, LeavesOutZeros = leavesOutZeros };
        Shape shape = a.Shape;
        if (b.Shape.Rank != 2 || shape.Rank <= 2 || (formA & MatrixForm.Transposed) == MatrixForm.Transposed) return a.Tape.Apply(Rules.LinearAlgebra.MatMul.Rule, forms, a, b);

        Shape result = MatrixShapes.ResultOf(formA, shape, formB, b.Shape);
        nint rows = 1;
        for (int axis = 0; axis < shape.Rank - 1; axis++) rows *= shape[axis];
        Var tall = Reshape(a, new Shape(rows, shape[-1]));
        return Reshape(a.Tape.Apply(Rules.LinearAlgebra.MatMul.Rule, forms, tall, b), result);
    }

    /// <summary>
    /// What the sensitivity G of op(a) op(b) causes for a, turned back the way a was turned: G op(b)^H, and for a transposed a its transpose conj(op(b)) G^T.
    /// </summary>
    internal static Var TurnedProduct(MatrixForm formA, Var sensitivity, MatrixForm formB, Var b)
    {
        MatrixForm conjugateA = formA & MatrixForm.Conjugated;
        return (formA & MatrixForm.Transposed) == MatrixForm.Transposed
            ? MatMul(formB ^ MatrixForm.Conjugated ^ conjugateA, b, formA, sensitivity)
            : MatMul(conjugateA, sensitivity, formB ^ MatrixForm.ConjugateTransposed ^ conjugateA, b, leavesOutZeros: true);
    }
}
