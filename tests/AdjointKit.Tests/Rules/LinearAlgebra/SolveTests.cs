using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class SolveTests : IDisposable
{
    private static readonly MatrixForm[] Forms = [MatrixForm.Plain, MatrixForm.Transposed, MatrixForm.Conjugated, MatrixForm.ConjugateTransposed];

    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void The_residual_is_small_in_all_forms_at_any_size_and_type()
    {
        foreach ((nint[] a, nint[] b) in ((nint[], nint[])[])[([1, 1], [1, 1]), ([3, 3], [3, 2]), ([33, 33], [33, 1]), ([100, 100], [100, 7]), ([4, 1, 5, 5], [3, 5, 2]), ([0, 0], [0, 3]), ([5, 5], [5, 0]), ([0, 2, 2], [2, 1])])
        {
            foreach (MatrixForm form in Forms)
            {
                Solves<float>(a, b, form);
                Solves<double>(a, b, form);
                Solves<ComplexF>(a, b, form);
                Solves<Complex>(a, b, form);
            }
        }
    }

    [Fact]
    public void An_ill_conditioned_system_has_a_small_residual_too()
    {
        NdArray<double> hilbert = compute.Empty<double>(12, 12);
        for (nint i = 0; i < 12; i++)
        {
            for (nint j = 0; j < 12; j++) hilbert[i, j] = 1.0 / (i + j + 1);
        }

        NdArray<double> b = MatrixSamples.Normal<double>(1, 12, 1);
        NdArray<double> x = Solve(hilbert, b);
        NdArray<double> back = MatrixSamples.Product(compute, MatrixForm.Plain, hilbert, MatrixForm.Plain, x);
        double largest = compute.Backend.MaxAbs(x);
        compute.Backend.AddScaled(-1, b, back);
        Assert.InRange(compute.Backend.MaxAbs(back), 0, 12 * 2.3e-16 * largest);
        Assert.True(largest > 1e10);
    }

    [Fact]
    public void A_right_hand_side_of_one_axis_gives_a_solution_of_one_axis()
    {
        NdArray<double> a = NdArray.From(new double[,] { { 0, 2 }, { 4, 0 } });
        NdArray<double> x = Solve(a, NdArray.From([6.0, 8.0]));
        Assert.Equal(new Shape(2), x.Shape);
        Assert.Equal([2, 3], x.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_singular_matrix_is_named_with_its_pivot()
    {
        NdArray<double> a = MatrixSamples.Positive<double>(compute, 1, 3, 4, 4);
        for (nint k = 0; k < 4; k++) a[1, k, 2] = 0;
        Assert.Contains("matrix [1] of the batch (3,) is singular: pivot 2 of its LU factorisation is 0", Assert.Throws<ArithmeticException>(() => Solve(a, compute.Zeros<double>(4, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("the matrix is singular", Assert.Throws<ArithmeticException>(() => Solve(compute.Zeros<double>(2, 2), compute.Zeros<double>(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_meet_are_named()
    {
        Assert.Contains("of shape (3, 3) and right-hand sides of shape (2, 1): 3 unknowns do not meet 2 rows", Refused(compute.Zeros<double>(3, 3), compute.Zeros<double>(2, 1)), StringComparison.Ordinal);
        Assert.Contains("square", Refused(compute.Zeros<double>(3, 2), compute.Zeros<double>(3, 1)), StringComparison.Ordinal);
        Assert.Contains("leading lengths 2 and 3", Refused(compute.Zeros<double>(2, 2, 2), compute.Zeros<double>(3, 2, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_inverse_is_that_on_both_sides()
    {
        NdArray<Complex> a = MatrixSamples.Normal<Complex>(1, 2, 9, 9);
        using var tape = new Tape(compute);
        NdArray<Complex> inverse = Ops.Inverse(tape.Constant(a)).Value.Copy();
        NdArray<Complex> identity = compute.Empty<Complex>(2, 9, 9);
        compute.Backend.Copy(MatrixSamples.Identity<Complex>(compute, 9), identity);
        MatrixSamples.AssertNear(compute, identity, MatrixSamples.Product(compute, MatrixForm.Plain, a, MatrixForm.Plain, inverse), 1e-13);
        MatrixSamples.AssertNear(compute, identity, MatrixSamples.Product(compute, MatrixForm.Plain, inverse, MatrixForm.Plain, a), 1e-13);
    }

    public void Dispose() => compute.Dispose();

    private string Refused(NdArray<double> a, NdArray<double> b) => Assert.Throws<ArgumentException>(() => Solve(a, b)).Message;

    private void Solves<T>(nint[] lengthsA, nint[] lengthsB, MatrixForm form)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> a = MatrixSamples.Normal<T>(1, lengthsA);
        NdArray<T> b = MatrixSamples.Normal<T>(2, lengthsB);
        NdArray<T> x = Solve(a, b, form);
        NdArray<T> back = MatrixSamples.Product(compute, form, a, MatrixForm.Plain, x);
        if (back.Count == 0) return;
        NdArray<T> all = compute.Empty<T>(back.Shape);
        compute.Backend.Copy(b, all);
        double growth = compute.Backend.MaxAbs(x) * compute.Backend.MaxAbs(a);
        compute.Backend.AddScaled(-1, all, back);
        Assert.InRange(compute.Backend.MaxAbs(back), 0, 4 * (lengthsA[^1] + 4) * MatrixSamples.Rounding<T>() * growth);
    }

    private NdArray<T> Solve<T>(NdArray<T> a, NdArray<T> b, MatrixForm form = MatrixForm.Plain)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        return Ops.Solve(tape.Constant(a), tape.Constant(b), form).Value.Copy();
    }
}
