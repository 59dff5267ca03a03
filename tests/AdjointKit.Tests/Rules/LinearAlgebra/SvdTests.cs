using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using MathNetMatrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class SvdTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void The_factors_multiply_to_the_matrix_at_any_size_and_type()
    {
        foreach (nint[] lengths in (nint[][])[[1, 1], [1, 4], [4, 1], [2, 2], [5, 3], [3, 5], [40, 40], [90, 40], [40, 90], [2, 3, 6, 4], [0, 3], [3, 0], [2, 0, 0], [0, 4, 2]])
        {
            Reconstructs<float, float>(MatrixSamples.Normal<float>(1, lengths));
            Reconstructs<double, double>(MatrixSamples.Normal<double>(1, lengths));
            Reconstructs<ComplexF, float>(MatrixSamples.Normal<ComplexF>(1, lengths));
            Reconstructs<Complex, double>(MatrixSamples.Normal<Complex>(1, lengths));
        }
    }

    [Fact]
    public void Zero_equal_graded_and_extreme_values_are_found()
    {
        Reconstructs<double, double>(compute.Zeros<double>(4, 3));
        Reconstructs<double, double>(MatrixSamples.Identity<double>(compute, 7));
        NdArray<double> ones = compute.Empty<double>(6, 6);
        compute.Backend.Fill(ones, 1);
        Reconstructs<double, double>(ones);
        NdArray<double> bidiagonal = compute.Zeros<double>(6, 6);
        for (nint k = 0; k < 5; k++) bidiagonal[k, k + 1] = k + 1;
        Reconstructs<double, double>(bidiagonal);
        NdArray<double> hole = compute.Zeros<double>(5, 5);
        for (nint k = 0; k < 5; k++)
        {
            hole[k, k] = k == 2 ? 0 : 1;
            if (k < 4) hole[k, k + 1] = 1;
        }

        Reconstructs<double, double>(hole);
        NdArray<double> graded = MatrixSamples.Normal<double>(2, 8, 8);
        for (nint k = 0; k < 8; k++) compute.Backend.Affine(Math.Pow(10, -3 * k), graded.Slice(1, k, 1), 0, graded.Slice(1, k, 1));
        Reconstructs<double, double>(graded);
        foreach (double scale in new[] { 1e200, 1e-200 })
        {
            NdArray<double> extreme = MatrixSamples.Normal<double>(3, 5, 4);
            compute.Backend.Affine(scale, extreme, 0, extreme);
            Reconstructs<double, double>(extreme);
        }
    }

    [Fact]
    public void Values_agree_with_another_library()
    {
        NdArray<double> a = MatrixSamples.Normal<double>(4, 20, 13);
        MathNetMatrix matrix = MathNetMatrix.Build.Dense(20, 13, (i, j) => a[i, j]);
        double[] expected = matrix.Svd(computeVectors: false).S.ToArray();
        using var tape = new Tape(compute);
        double[] actual = Ops.SingularValues(tape.Constant(a)).Value.AsReadOnlySpan().ToArray();
        double[] recorded = Ops.SingularValues(tape.Input(a)).Value.AsReadOnlySpan().ToArray();
        Assert.Equal(actual, recorded);
        for (int k = 0; k < 13; k++) Assert.Equal(expected[k], actual[k], 1e-13);
    }

    [Fact]
    public void What_is_not_finite_gives_no_numbers()
    {
        using var tape = new Tape(compute);
        (_, Var<double> s, _) = Ops.Svd(tape.Constant(NdArray.From(new[,] { { 1, 2 }, { double.NaN, 3 } })));
        Assert.All(s.Value.AsReadOnlySpan().ToArray(), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void The_gradient_of_a_function_of_the_values_is_exact_where_values_are_equal_or_zero()
    {
        // sum s^4 = tr (A^T A)^2, whose gradient is 4 A A^T A, at a matrix with values 2, 2, 0.
        NdArray<double> left = Orthogonal(5, 5, 3);
        NdArray<double> right = Orthogonal(6, 3, 3);
        NdArray<double> scaled = MatrixSamples.Scaled(compute, left, NdArray.From([2.0, 2.0, 0.0]));
        NdArray<double> a = MatrixSamples.Product(compute, MatrixForm.Plain, scaled, MatrixForm.Transposed, right);
        ValueAndGradient<double> result = AdjointKit.Autodiff.Gradient.Of<double>(x => Ops.Sum(Ops.Square(Ops.Square(Ops.SingularValues(x)))), a, compute);
        NdArray<double> expected = MatrixSamples.Product(compute, MatrixForm.Plain, a, MatrixForm.Plain, MatrixSamples.Product(compute, MatrixForm.Transposed, a, MatrixForm.Plain, a));
        compute.Backend.Affine(4, expected, 0, expected);
        Assert.Equal(32, result.Value, 1e-13);
        MatrixSamples.AssertNear(compute, expected, result.Gradient, 1e-14);
    }

    [Fact]
    public void The_gradient_through_the_vectors_is_exact_where_values_are_equal_or_zero()
    {
        // The sum of squares of U diag(s) V^T = A has gradient 2 A.
        NdArray<double> left = Orthogonal(5, 5, 3);
        NdArray<double> right = Orthogonal(6, 3, 3);
        foreach (double[] values in (double[][])[[2, 2, 2], [3, 1, 1], [2, 1, 0]])
        {
            NdArray<double> a = MatrixSamples.Product(compute, MatrixForm.Plain, MatrixSamples.Scaled(compute, left, NdArray.From(values)), MatrixForm.Transposed, right);
            ValueAndGradient<double> result = AdjointKit.Autodiff.Gradient.Of<double>(
                x =>
                {
                    (Var<double> u, Var<double> s, Var<double> vh) = Ops.Svd(x);
                    Var<double> again = Ops.Einsum("ik,k,kj->ij", u, s, vh);
                    return Ops.Sum(Ops.Square(again));
                },
                a,
                compute);
            NdArray<double> expected = a.Copy();
            compute.Backend.Affine(2, expected, 0, expected);
            MatrixSamples.AssertNear(compute, expected, result.Gradient, 1e-13);
        }
    }

    public void Dispose() => compute.Dispose();

    private NdArray<double> Orthogonal(ulong seed, nint rows, nint columns)
    {
        using var tape = new Tape(compute);
        return Ops.Qr(tape.Constant(MatrixSamples.Normal<double>(seed, rows, columns))).Q.Value.Copy();
    }

    private void Reconstructs<T, TReal>(NdArray<T> a)
        where T : unmanaged, INumberBase<T>
        where TReal : unmanaged, INumber<TReal>
    {
        using var tape = new Tape(compute);
        (Var u, Var s, Var vh) = UntypedOps.Svd(tape.Constant(a));
        NdArray<TReal> values = s.Value.As<TReal>();
        nint count = values.Shape[-1];
        double tolerance = 10 * (Math.Max(a.Shape[-2], a.Shape[-1]) + 2) * MatrixSamples.Rounding<T>();
        NdArray<T> left = MatrixSamples.Scaled(compute, u.Value.As<T>(), values);
        MatrixSamples.AssertNear(compute, a, MatrixSamples.Product(compute, MatrixForm.Plain, left, MatrixForm.Plain, vh.Value.As<T>()), tolerance);
        MatrixSamples.AssertOrthonormalColumns(compute, u.Value.As<T>(), tolerance);
        MatrixSamples.AssertOrthonormalColumns(compute, UntypedOps.Adjoint(vh).Value.As<T>(), tolerance);
        ReadOnlySpan<TReal> all = values.AsReadOnlySpan();
        for (int k = 0; k < all.Length; k++)
        {
            Assert.True(all[k] >= TReal.Zero);
            if (k % count != 0) Assert.True(all[k] <= all[k - 1]);
        }
    }
}
