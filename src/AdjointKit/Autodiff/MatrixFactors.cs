using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>The factors of a matrix product op(a) op(b).</summary>
/// <param name="FormA">How a is turned.</param>
/// <param name="A">The left factor; none where it is zero.</param>
/// <param name="FormB">How b is turned.</param>
/// <param name="B">The right factor; none where it is zero.</param>
/// <param name="LeavesOutZeros">Whether many elements of a may be 0: their products are left out where that pays, with the same bits where b is finite.</param>
internal readonly record struct MatrixFactors(MatrixForm FormA, Var A, MatrixForm FormB, Var B, bool LeavesOutZeros = false)
{
    /// <summary>Whether the product is zero.</summary>
    internal bool IsNone => A.IsNone || B.IsNone;

    /// <summary>
    /// What the sensitivity G of op(a) op(b) causes for a, turned back the way a was turned: G op(b)^H, and for a transposed a its transpose conj(op(b)) G^T.
    /// </summary>
    internal static MatrixFactors ForLeft(MatrixForm formA, Var sensitivity, MatrixForm formB, Var b)
    {
        MatrixForm conjugateA = formA & MatrixForm.Conjugated;
        return (formA & MatrixForm.Transposed) == MatrixForm.Transposed
            ? new MatrixFactors(formB ^ MatrixForm.Conjugated ^ conjugateA, b, formA, sensitivity)
            : new MatrixFactors(conjugateA, sensitivity, formB ^ MatrixForm.ConjugateTransposed ^ conjugateA, b, LeavesOutZeros: true);
    }

    /// <summary>
    /// What it causes for b, turned back the way b was turned: op(a)^H G, and for a transposed b its transpose G^T conj(op(a)). Many elements of a may be 0 where they could be in the product.
    /// </summary>
    internal static MatrixFactors ForRight(MatrixForm formA, Var a, bool leavesOutZeros, Var sensitivity, MatrixForm formB)
    {
        MatrixForm conjugateB = formB & MatrixForm.Conjugated;
        return (formB & MatrixForm.Transposed) == MatrixForm.Transposed
            ? new MatrixFactors(formB, sensitivity, formA ^ MatrixForm.Conjugated ^ conjugateB, a, LeavesOutZeros: true)
            : new MatrixFactors(formA ^ MatrixForm.ConjugateTransposed ^ conjugateB, a, conjugateB, sensitivity, leavesOutZeros);
    }
}
