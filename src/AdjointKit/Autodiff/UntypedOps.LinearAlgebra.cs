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

    /// <summary>op(a) op(b) over the last two axes.</summary>
    internal static Var MatMul(in MatrixFactors factors) => MatMul(factors.FormA, factors.A, factors.FormB, factors.B, factors.LeavesOutZeros);

    /// <summary>c + sign op(a) op(b), in one step where all three are matrices of one type; a c or a product that is none is zero.</summary>
    /// <param name="c">What the product is added to.</param>
    /// <param name="sign">1 or -1.</param>
    /// <param name="factors">The product.</param>
    internal static Var AddProduct(Var c, double sign, in MatrixFactors factors)
    {
        if (factors.IsNone) return c;
        if (c.IsNone || !AreMatrices(c, factors))
        {
            Var product = MatMul(factors);
            return Add(c, sign < 0 ? Affine(-1, product, 0) : product);
        }

        var attributes = new Attributes { Scale = sign, FormA = factors.FormA, FormB = factors.FormB, LeavesOutZeros = factors.LeavesOutZeros };
        return c.Tape.Apply(Rules.LinearAlgebra.AddProduct.Rule, attributes, c, factors.A, factors.B);
    }

    /// <summary>c + scale op(a) op(b), the scale broadcast; in one step where c and the factors are matrices of one type, and the scale is broadcast to them.</summary>
    internal static Var AddScaledProduct(Var c, Var scale, in MatrixFactors factors)
    {
        bool isOneStep = AreMatrices(c, factors) && scale.ElementType == c.ElementType && scale.Shape.Rank <= 2 && BroadcastShape(scale.Shape, c.Shape, nameof(Ops.AddMatMul)) == c.Shape;
        if (!isOneStep) return c + (scale * MatMul(factors));
        return c.Tape.Apply(Rules.LinearAlgebra.AddScaledProduct.Rule, new Attributes { FormA = factors.FormA, FormB = factors.FormB }, c, scale, factors.A, factors.B);
    }

    /// <summary>Whether a product is a matrix to be added to a matrix of its shape and type.</summary>
    internal static bool AreMatrices(Var c, in MatrixFactors factors) =>
        c.Shape.Rank == 2 && factors.A.Shape.Rank == 2 && factors.B.Shape.Rank == 2 && factors.A.ElementType == c.ElementType && factors.B.ElementType == c.ElementType &&
        MatrixShapes.ResultOf(factors.FormA, factors.A.Shape, factors.FormB, factors.B.Shape) == c.Shape;
}
