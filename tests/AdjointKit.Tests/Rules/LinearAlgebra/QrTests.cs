using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class QrTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void Q_times_R_is_the_matrix_at_any_size_and_type()
    {
        foreach (nint[] lengths in (nint[][])[[1, 1], [1, 4], [4, 1], [5, 3], [3, 5], [32, 32], [33, 33], [150, 70], [70, 150], [2, 3, 6, 4], [0, 3], [3, 0], [2, 0, 0], [0, 4, 2]])
        {
            Reconstructs(MatrixSamples.Normal<float>(1, lengths));
            Reconstructs(MatrixSamples.Normal<double>(1, lengths));
            Reconstructs(MatrixSamples.Normal<ComplexF>(1, lengths));
            Reconstructs(MatrixSamples.Normal<Complex>(1, lengths));
        }
    }

    [Fact]
    public void Matrices_without_full_rank_and_of_extreme_size_are_factored_too()
    {
        Reconstructs(compute.Zeros<double>(4, 3));
        NdArray<Complex> dependent = MatrixSamples.Normal<Complex>(2, 6, 4);
        compute.Backend.Copy(dependent.Slice(1, 0, 1).Copy(), dependent.Slice(1, 2, 1));
        Reconstructs(dependent);
        foreach (double scale in new[] { 1e200, 1e-200 })
        {
            NdArray<double> extreme = MatrixSamples.Normal<double>(3, 5, 5);
            compute.Backend.Affine(scale, extreme, 0, extreme);
            Reconstructs(extreme);
        }
    }

    [Fact]
    public void What_is_not_finite_gives_no_numbers()
    {
        using var tape = new Tape(compute);
        (Var<double> q, Var<double> r) = Ops.Qr(tape.Constant(NdArray.From(new[,] { { 1, 2 }, { double.PositiveInfinity, 3 } })));
        Assert.All(q.Value.AsReadOnlySpan().ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.All(r.Value.AsReadOnlySpan().ToArray(), value => Assert.True(double.IsNaN(value)));
    }

    public void Dispose() => compute.Dispose();

    private void Reconstructs<T>(NdArray<T> a)
        where T : unmanaged, INumberBase<T>
    {
        using var tape = new Tape(compute);
        (Var<T> q, Var<T> r) = Ops.Qr(tape.Constant(a));
        nint count = Math.Min(a.Shape[-2], a.Shape[-1]);
        double tolerance = 6 * (Math.Max(a.Shape[-2], a.Shape[-1]) + 1) * MatrixSamples.Rounding<T>();
        Assert.Equal(count, q.Shape[-1]);
        MatrixSamples.AssertNear(compute, a, MatrixSamples.Product(compute, MatrixForm.Plain, q.Value, MatrixForm.Plain, r.Value), tolerance);
        MatrixSamples.AssertOrthonormalColumns(compute, q.Value, tolerance);
        NdArray<T> below = compute.Empty<T>(r.Shape);
        compute.Backend.Triangle(MatrixTriangle.Lower, -1, r.Value, below);
        if (below.Count == 0) return;
        Assert.Equal(0, compute.Backend.MaxAbs(below));
        foreach (T value in Ops.Diagonal(r).Value.Copy().AsReadOnlySpan())
        {
            Complex number = UntypedOps.Number(value);
            Assert.Equal(0, number.Imaginary);
            Assert.True(number.Real >= 0);
        }
    }
}
