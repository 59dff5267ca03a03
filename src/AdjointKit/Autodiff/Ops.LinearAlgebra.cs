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

    /// <summary>A x for a linear operator A.</summary>
    public static Var<TOut> Apply<TIn, TOut>(LinearOperator<TIn, TOut> @operator, Var<TIn> x)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(@operator);
        return new(UntypedOps.ApplyOperator(@operator, x));
    }
}
