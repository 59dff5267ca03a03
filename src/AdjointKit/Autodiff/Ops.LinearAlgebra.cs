using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <content>Matrices and linear operators.</content>
public static partial class Ops
{
    /// <summary>
    /// The matrix product of the last two axes of a and b, each as it is or turned; the axes in front of them are broadcast. Arrays have two axes or more: reshape a
    /// vector to one row or one column.
    /// </summary>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="formA">How a is taken.</param>
    /// <param name="formB">How b is taken: a layer's x W^T needs no transposed copy of W.</param>
    public static Var<T> MatMul<T>(Var<T> a, Var<T> b, MatrixForm formA = MatrixForm.Plain, MatrixForm formB = MatrixForm.Plain)
        where T : unmanaged => new(UntypedOps.MatMul(formA, a, formB, b));

    /// <summary>c + a b, a step x + W r say, with the operands turned as in <see cref="MatMul"/>: where all three are matrices and c has the shape of the product, one kernel on a device, and the product is no array of its own.</summary>
    /// <param name="c">What the product is added to, of its shape or broadcast to it.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="formA">How a is taken.</param>
    /// <param name="formB">How b is taken.</param>
    public static Var<T> AddMatMul<T>(Var<T> c, Var<T> a, Var<T> b, MatrixForm formA = MatrixForm.Plain, MatrixForm formB = MatrixForm.Plain)
        where T : unmanaged => new(UntypedOps.AddProduct(c, 1, new MatrixFactors(formA, a, formB, b)));

    /// <summary>c - a b, a residual y - A x say, as <see cref="AddMatMul{T}(Var{T}, Var{T}, Var{T}, MatrixForm, MatrixForm)"/>.</summary>
    /// <param name="c">What the product is taken from, of its shape or broadcast to it.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="formA">How a is taken.</param>
    /// <param name="formB">How b is taken.</param>
    public static Var<T> SubtractMatMul<T>(Var<T> c, Var<T> a, Var<T> b, MatrixForm formA = MatrixForm.Plain, MatrixForm formB = MatrixForm.Plain)
        where T : unmanaged => new(UntypedOps.AddProduct(c, -1, new MatrixFactors(formA, a, formB, b)));

    /// <summary>c + scale a b, element by element, a step whose length is learned say, as <see cref="AddMatMul{T}(Var{T}, Var{T}, Var{T}, MatrixForm, MatrixForm)"/>; the product is kept for the gradient by the scale.</summary>
    /// <param name="c">What the scaled product is added to, of its shape or broadcast to it.</param>
    /// <param name="scale">What the product is multiplied by: of its shape, or broadcast to it.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="formA">How a is taken.</param>
    /// <param name="formB">How b is taken.</param>
    public static Var<T> AddMatMul<T>(Var<T> c, Var<T> scale, Var<T> a, Var<T> b, MatrixForm formA = MatrixForm.Plain, MatrixForm formB = MatrixForm.Plain)
        where T : unmanaged => new(UntypedOps.AddScaledProduct(c, scale, new MatrixFactors(formA, a, formB, b)));

    /// <summary>A x for a linear operator A.</summary>
    public static Var<TOut> Apply<TIn, TOut>(LinearOperator<TIn, TOut> @operator, Var<TIn> x)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(@operator);
        return new(UntypedOps.ApplyOperator(@operator, x));
    }

    /// <summary>
    /// A sum of products over named axes: "ij,jk->ik" is a matrix product, "ii->" a trace, "...i,...i->..." inner products of the last axes. An index that is not in the result is
    /// summed over; "..." stands for axes in front that are broadcast; axes of length 1 are broadcast too; without "->" the result has the indices that occur once, by alphabet.
    /// Several operands are contracted two at a time as batched matrix products, in the order of fewest multiplications.
    /// </summary>
    /// <param name="subscripts">The indices of each operand, split by commas, and those of the result behind an arrow.</param>
    /// <param name="operands">As many operands as groups of indices.</param>
    public static Var<T> Einsum<T>(string subscripts, params ReadOnlySpan<Var<T>> operands)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(subscripts);
        return Contract("einsum", subscripts, operands);
    }

    /// <summary>The inner products sum a b (no conjugate) over the last axis; the axes in front are broadcast.</summary>
    public static Var<T> Dot<T>(Var<T> a, Var<T> b)
        where T : unmanaged => Contract("dot products", "...i,...i->...", a, b);

    /// <summary>The products a_i b_j (no conjugate) of the last axes; the axes in front are broadcast.</summary>
    public static Var<T> Outer<T>(Var<T> a, Var<T> b)
        where T : unmanaged => Contract("outer products", "...i,...j->...ij", a, b);

    /// <summary>The products of matrices in the last two axes of a with vectors in the last axis of x; the axes in front are broadcast.</summary>
    public static Var<T> MatVec<T>(Var<T> a, Var<T> x)
        where T : unmanaged => Contract("matrix times vector", "...ij,...j->...i", a, x);

    /// <summary>The Kronecker products of matrices: the block (i, j) is a_ij b; the axes in front are broadcast.</summary>
    public static Var<T> Kronecker<T>(Var<T> a, Var<T> b)
        where T : unmanaged
    {
        Var blocks = Contract("Kronecker product", "...ij,...kl->...ikjl", a, b);
        Shape shape = blocks.Shape;
        Span<nint> merged = stackalloc nint[shape.Rank - 2];
        for (int axis = 0; axis < merged.Length - 2; axis++) merged[axis] = shape[axis];
        merged[^2] = shape[-4] * shape[-3];
        merged[^1] = shape[-2] * shape[-1];
        return new(UntypedOps.Reshape(blocks, new Shape(merged)));
    }

    private static Var<T> Contract<T>(string name, string subscripts, params ReadOnlySpan<Var<T>> operands)
        where T : unmanaged
    {
        Operands untyped = default;
        int count = Math.Min(operands.Length, Operands.Most);
        for (int k = 0; k < count; k++) untyped[k] = operands[k];
        return new(Autodiff.Einsum.Of(subscripts, name, ((ReadOnlySpan<Var>)untyped)[..count]));
    }

    [InlineArray(Most)]
    private struct Operands
    {
        internal const int Most = 11;

        private Var first;
    }
}
