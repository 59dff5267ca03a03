using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using MathNetMatrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class EigenSymmetricTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void The_factors_multiply_to_the_Hermitian_part_at_any_size_and_type()
    {
        foreach (nint[] lengths in (nint[][])[[1, 1], [2, 2], [5, 5], [33, 33], [80, 80], [2, 3, 4, 4], [0, 0], [0, 3, 3]])
        {
            Reconstructs<float, float>(MatrixSamples.Normal<float>(1, lengths));
            Reconstructs<double, double>(MatrixSamples.Normal<double>(1, lengths));
            Reconstructs<ComplexF, float>(MatrixSamples.Normal<ComplexF>(1, lengths));
            Reconstructs<Complex, double>(MatrixSamples.Normal<Complex>(1, lengths));
        }
    }

    [Fact]
    public void Zero_equal_and_extreme_values_are_found()
    {
        Reconstructs<double, double>(compute.Zeros<double>(3, 3));
        Reconstructs<double, double>(MatrixSamples.Identity<double>(compute, 6));
        NdArray<double> ones = compute.Empty<double>(7, 7);
        compute.Backend.Fill(ones, 1);
        Reconstructs<double, double>(ones);
        NdArray<double> wilkinson = compute.Zeros<double>(21, 21);
        for (nint k = 0; k < 21; k++)
        {
            wilkinson[k, k] = Math.Abs(10 - k);
            if (k > 0) wilkinson[k, k - 1] = wilkinson[k - 1, k] = 1;
        }

        Reconstructs<double, double>(wilkinson);
        foreach (double scale in new[] { 1e200, 1e-200 })
        {
            NdArray<Complex> extreme = MatrixSamples.Normal<Complex>(3, 5, 5);
            compute.Backend.Affine(scale, extreme, 0, extreme);
            Reconstructs<Complex, double>(extreme);
        }
    }

    [Fact]
    public void Values_agree_with_another_library()
    {
        NdArray<double> a = MatrixSamples.Normal<double>(4, 25, 25);
        MathNetMatrix matrix = MathNetMatrix.Build.Dense(25, 25, (i, j) => (a[i, j] + a[j, i]) / 2);
        double[] expected = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
        using var tape = new Tape(compute);
        double[] actual = Ops.EigenvaluesSymmetric(tape.Constant(a)).Value.AsReadOnlySpan().ToArray();
        Assert.Equal(actual, Ops.EigenvaluesSymmetric(tape.Input(a)).Value.AsReadOnlySpan().ToArray());
        for (int k = 0; k < 25; k++) Assert.Equal(expected[k], actual[k], 1e-13);
    }

    [Fact]
    public void The_gradient_of_a_function_of_the_values_is_exact_where_they_are_equal()
    {
        // sum w^3 = tr A^3, whose gradient is 3 A^2.
        NdArray<double> a = WithValues([1, 1, 1, 3, 3], 5);
        ValueAndGradient<double> result = AdjointKit.Autodiff.Gradient.Of<double>(
            x =>
            {
                Var<double> w = Ops.EigenvaluesSymmetric(x);
                return Ops.Sum(w * w * w);
            },
            a,
            compute);
        NdArray<double> expected = MatrixSamples.Product(compute, MatrixForm.Plain, a, MatrixForm.Plain, a);
        compute.Backend.Affine(3, expected, 0, expected);
        MatrixSamples.AssertNear(compute, expected, result.Gradient, 1e-13);
    }

    [Fact]
    public void The_gradient_of_a_projection_on_a_space_of_equal_values_is_exact()
    {
        // P projects on the vectors of the value 1 of A = P + 3 (1 - P): dP = (P dA (1 - P) + (1 - P) dA P) / (1 - 3).
        NdArray<double> a = WithValues([1, 1, 3, 3, 3], 6);
        NdArray<double> weights = MatrixSamples.Normal<double>(7, 5, 5);
        using Tape constants = new(compute);
        ValueAndGradient<double> result = AdjointKit.Autodiff.Gradient.Of<double>(x => Ops.Sum(Projection(x) * x.Tape.Constant(weights)), a, compute);
        NdArray<double> p = Projection(constants.Constant(a)).Value.Copy();
        NdArray<double> rest = MatrixSamples.Identity<double>(compute, 5);
        compute.Backend.AddScaled(-1, p, rest);
        NdArray<double> symmetric = weights.Copy();
        compute.Backend.Binary(BinaryOp.Add, weights, weights.Transpose(1, 0), symmetric);
        NdArray<double> one = MatrixSamples.Product(compute, MatrixForm.Plain, p, MatrixForm.Plain, MatrixSamples.Product(compute, MatrixForm.Plain, symmetric, MatrixForm.Plain, rest));
        NdArray<double> expected = compute.Empty<double>(5, 5);
        compute.Backend.Binary(BinaryOp.Add, one, one.Transpose(1, 0), expected);
        compute.Backend.Affine(-0.25, expected, 0, expected);
        MatrixSamples.AssertNear(compute, expected, result.Gradient, 1e-13);
    }

    [Fact]
    public void Second_derivatives_stay_finite_where_values_are_equal()
    {
        NdArray<double> v = MatrixSamples.Normal<double>(8, 4, 4);
        (_, NdArray<double> product) = Hvp.Of<double>(
            x =>
            {
                (Var<double> w, Var<double> vectors) = Ops.EigenSymmetric(x);
                return Ops.Sum(Ops.Square(Ops.Einsum("ik,k,jk->ij", vectors, Ops.Exp(w), vectors)));
            },
            WithValues([1, 1, 2, 2], 9),
            v,
            compute);
        Assert.True(double.IsFinite(compute.Backend.MaxAbs(product)));
    }

    public void Dispose() => compute.Dispose();

    private static Var<double> Projection(Var<double> x)
    {
        Var<double> vectors = Ops.Slice(Ops.EigenSymmetric(x).Vectors, 1, 0, 2);
        return Ops.MatMul(vectors, vectors, formB: MatrixForm.Transposed);
    }

    private NdArray<double> WithValues(double[] values, ulong seed)
    {
        using var tape = new Tape(compute);
        NdArray<double> q = Ops.Qr(tape.Constant(MatrixSamples.Normal<double>(seed, values.Length, values.Length))).Q.Value.Copy();
        return MatrixSamples.Product(compute, MatrixForm.Plain, MatrixSamples.Scaled(compute, q, NdArray.From(values)), MatrixForm.Transposed, q);
    }

    private void Reconstructs<T, TReal>(NdArray<T> a)
        where T : unmanaged, INumberBase<T>
        where TReal : unmanaged, INumber<TReal>
    {
        using var tape = new Tape(compute);
        (Var w, Var vectors) = UntypedOps.EigenSymmetric(tape.Constant(a));
        NdArray<TReal> values = w.Value.As<TReal>();
        NdArray<T> v = vectors.Value.As<T>();
        nint count = values.Shape[-1];
        double tolerance = 10 * (count + 2) * MatrixSamples.Rounding<T>();
        NdArray<T> again = MatrixSamples.Product(compute, MatrixForm.Plain, MatrixSamples.Scaled(compute, v, values), MatrixForm.ConjugateTransposed, v);
        MatrixSamples.AssertNear(compute, UntypedOps.HermitianPart(tape.Constant(a)).Value.As<T>(), again, tolerance);
        MatrixSamples.AssertOrthonormalColumns(compute, v, tolerance);
        ReadOnlySpan<TReal> all = values.AsReadOnlySpan();
        for (int k = 0; k < all.Length; k++)
        {
            if (k % count != 0) Assert.True(all[k] >= all[k - 1]);
        }
    }
}
