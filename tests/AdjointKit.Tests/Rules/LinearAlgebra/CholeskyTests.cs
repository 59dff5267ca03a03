using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class CholeskyTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void The_factor_times_its_adjoint_is_the_matrix_at_any_size_and_type()
    {
        foreach (nint[] lengths in (nint[][])[[1, 1], [2, 2], [47, 47], [48, 48], [49, 49], [250, 250], [2, 3, 5, 5], [0, 0], [0, 3, 3], [3, 0, 0]])
        {
            Reconstructs<float>(lengths);
            Reconstructs<double>(lengths);
            Reconstructs<ComplexF>(lengths);
            Reconstructs<Complex>(lengths);
        }
    }

    [Fact]
    public void It_is_a_function_of_the_Hermitian_part()
    {
        NdArray<double> a = NdArray.From(new double[,] { { 4, 1 }, { 3, 5 } });
        NdArray<double> factor = Factor(a);
        Assert.Equal([2, 0, 1, 2], factor.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_named_with_its_pivot()
    {
        NdArray<float> a = MatrixSamples.Positive<float>(compute, 1, 2, 3, 4, 4);
        a[1, 2, 3, 3] = -1;
        string message = Assert.Throws<ArithmeticException>(() => Factor(a)).Message;
        Assert.Contains("matrix [1, 2] of the batch (2, 3) is not positive definite: pivot 3 of its Cholesky factorisation is -", message, StringComparison.Ordinal);
        Assert.Contains("pivot 0", Assert.Throws<ArithmeticException>(() => Factor(NdArray.From(new[,] { { double.NaN } }))).Message, StringComparison.Ordinal);
        Assert.Contains("square matrices, not those of an array of shape (2, 3)", Assert.Throws<ArgumentException>(() => Factor(compute.Zeros<float>(2, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("two axes or more, not of shape (3,)", Assert.Throws<ArgumentException>(() => Factor(compute.Zeros<float>(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_are_read_as_they_lie()
    {
        NdArray<double> a = MatrixSamples.Positive<double>(compute, 2, 6, 6);
        NdArray<double> wide = compute.Zeros<double>(12, 18);
        NdArray<double> view = wide.Slice(0, 1, 6, 2).Slice(1, 2, 6, 3).Transpose(1, 0);
        compute.Backend.Copy(a, view);
        Assert.Equal(Factor(a).AsReadOnlySpan().ToArray(), Factor(view).AsReadOnlySpan().ToArray());
    }

    public void Dispose() => compute.Dispose();

    private void Reconstructs<T>(nint[] lengths)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> a = MatrixSamples.Positive<T>(compute, 3, lengths);
        NdArray<T> factor = Factor(a);
        MatrixSamples.AssertNear(compute, a, MatrixSamples.Product(compute, MatrixForm.Plain, factor, MatrixForm.ConjugateTransposed, factor), (lengths[^1] + 4) * MatrixSamples.Rounding<T>());
        NdArray<T> above = compute.Empty<T>(a.Shape);
        compute.Backend.Triangle(MatrixTriangle.Upper, 1, factor, above);
        if (above.Count > 0) Assert.Equal(0, compute.Backend.MaxAbs(above));
    }

    private NdArray<T> Factor<T>(NdArray<T> a)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        return Ops.Cholesky(tape.Constant(a)).Value.Copy();
    }
}
