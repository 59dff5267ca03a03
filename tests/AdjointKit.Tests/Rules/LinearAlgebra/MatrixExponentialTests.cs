using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class MatrixExponentialTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void A_rotation_is_the_exponential_of_its_angle()
    {
        foreach (double angle in new[] { 0, 0.3, 3, 100 })
        {
            double[] actual = Exponential(NdArray.From(new[,] { { 0, -angle }, { angle, 0 } })).AsReadOnlySpan().ToArray();
            double[] expected = [Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle)];
            for (int k = 0; k < 4; k++) Assert.Equal(expected[k], actual[k], 1e-13);
        }
    }

    [Fact]
    public void A_nilpotent_matrix_has_a_polynomial()
    {
        double[] actual = Exponential(NdArray.From(new double[,] { { 0, 2, 3 }, { 0, 0, 4 }, { 0, 0, 0 } })).AsReadOnlySpan().ToArray();
        double[] expected = [1, 2, 7, 0, 1, 4, 0, 0, 1];
        for (int k = 0; k < 9; k++) Assert.Equal(expected[k], actual[k], 1e-14);
    }

    [Fact]
    public void It_is_the_exponential_of_the_eigenvalues_at_any_size_and_type()
    {
        foreach (nint[] lengths in (nint[][])[[1, 1], [7, 7], [60, 60], [2, 3, 4, 4], [0, 0], [0, 2, 2]])
        {
            Agrees<float, float>(lengths);
            Agrees<double, double>(lengths);
            Agrees<ComplexF, float>(lengths);
            Agrees<Complex, double>(lengths);
        }
    }

    [Fact]
    public void What_is_not_finite_gives_no_numbers() =>
        Assert.All(Exponential(NdArray.From(new[,] { { 1, 2 }, { double.NaN, 3 } })).AsReadOnlySpan().ToArray(), value => Assert.True(double.IsNaN(value)));

    public void Dispose() => compute.Dispose();

    private void Agrees<T, TReal>(nint[] lengths)
        where T : unmanaged, INumberBase<T>
        where TReal : unmanaged
    {
        using var tape = new Tape(compute);
        Var hermitian = UntypedOps.HermitianPart(tape.Constant(MatrixSamples.Normal<T>(1, lengths)));
        (Var w, Var vectors) = UntypedOps.EigenSymmetric(hermitian);
        NdArray<T> v = vectors.Value.As<T>();
        NdArray<T> scaled = MatrixSamples.Scaled(compute, v, UntypedOps.Exp(w).Value.As<TReal>());
        NdArray<T> expected = MatrixSamples.Product(compute, MatrixForm.Plain, scaled, MatrixForm.ConjugateTransposed, v);
        MatrixSamples.AssertNear(compute, expected, Exponential(hermitian.Value.As<T>()), 100 * (lengths[^1] + 1) * MatrixSamples.Rounding<T>());
    }

    private NdArray<T> Exponential<T>(NdArray<T> a)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        return Ops.MatrixExponential(tape.Constant(a)).Value.Copy();
    }
}
