using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class DeterminantTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    [Fact]
    public void Determinants_of_small_matrices_are_what_they_are_on_paper()
    {
        using var tape = new Tape(compute);
        Assert.Equal(-2, Ops.Determinant(tape.Constant(NdArray.From(new double[,] { { 1, 2 }, { 3, 4 } }))).Value[[]], 1e-15);
        Assert.Equal(1, Ops.Determinant(tape.Constant(NdArray.From(new double[,] { { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 } }))).Value[[]]);
        Assert.Equal(1, Ops.Determinant(tape.Constant(compute.Zeros<double>(0, 0))).Value[[]]);
        Assert.Equal(new Shape(2, 3), Ops.Determinant(tape.Constant(compute.Zeros<float>(2, 3, 4, 4))).Shape);
    }

    [Fact]
    public void Sign_and_logarithm_make_the_determinant()
    {
        using var tape = new Tape(compute);
        Var<Complex> a = tape.Constant(MatrixSamples.Normal<Complex>(1, 3, 2, 6, 6));
        (Var<Complex> sign, Var<double> logarithm) = Ops.LogDeterminant(a);
        MatrixSamples.AssertNear(compute, Ops.Determinant(a).Value, (sign * Ops.ToComplex(Ops.Exp(logarithm))).Value, 1e-13);
        foreach (Complex value in sign.Value.AsReadOnlySpan()) Assert.Equal(1, value.Magnitude, 1e-14);
        Var<double> large = tape.Constant(MatrixSamples.Identity<double>(compute, 400)) * 1e-3;
        Assert.Equal(400 * Math.Log(1e-3), Ops.LogDeterminant(large).LogMagnitude.Value[[]], 1e-9);
    }

    [Fact]
    public void A_singular_matrix_has_a_determinant_and_no_gradient()
    {
        using var tape = new Tape(compute);
        Var<double> a = tape.Input(NdArray.From(new double[,] { { 1, 2 }, { 2, 4 } }));
        Var<double> determinant = Ops.Determinant(a);
        (Var<double> sign, Var<double> logarithm) = Ops.LogDeterminant(a);
        Assert.Equal(0, determinant.Value[[]]);
        Assert.Equal(0, sign.Value[[]]);
        Assert.Equal(double.NegativeInfinity, logarithm.Value[[]]);
        Assert.Contains("singular: pivot 1", Assert.Throws<ArithmeticException>(() => tape.Backward(determinant)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();
}
