using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

/// <summary>Threads change neither bits nor the use of memory.</summary>
[Collection("Alone")]
public sealed class FactorizationThreadTests
{
    [Fact]
    public void One_thread_and_several_give_the_same_bits()
    {
        foreach (nint[] lengths in (nint[][])[[130, 130], [5, 12, 12]])
        {
            double[] one = All(threads: 1, lengths);
            Assert.Equal(one, All(threads: 3, lengths));
        }
    }

    [Fact]
    public void A_step_on_a_reset_tape_allocates_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> a = MatrixSamples.Positive<float>(compute, 1, 3, 6, 6);
        using NdArray<float> b = MatrixSamples.Normal<float>(2, 3, 6, 2);
        using NdArray<float> gradient = NdArray.Zeros<float>(3, 6, 6);

        // See TapeAllocationTests: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) Step(tape, a, b, gradient);
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < 10; step++) Step(tape, a, b, gradient);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Step(Tape tape, NdArray<float> matrices, NdArray<float> right, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> a = tape.Input(matrices);
        Var<float> b = tape.Constant(right);
        (Var<float> q, Var<float> r) = Ops.Qr(a);
        (Var<float> u, Var<float> s, Var<float> vh) = Ops.Svd(a);
        (Var<float> w, Var<float> v) = Ops.EigenSymmetric(a);
        Var<float> loss = Ops.HalfSquaredNorm(Ops.Solve(a, b)) + Ops.HalfSquaredNorm(Ops.TriangularSolve(Ops.Cholesky(a), b)) + Ops.HalfSquaredNorm(Ops.Inverse(a))
            + Ops.Sum(Ops.LogDeterminant(a).LogMagnitude) + Ops.HalfSquaredNorm(Ops.MatMul(q, r)) + Ops.HalfSquaredNorm(Ops.Einsum("bik,bk,bkj->bij", u, s, vh))
            + Ops.HalfSquaredNorm(Ops.Einsum("bik,bk,bjk->bij", v, Ops.Sin(w), v)) + Ops.Einsum("bii,bjk,bkl->", a, a, b);
        tape.Backward(loss);
        tape.Gradient(a, gradient);
    }

    private static double[] All(int threads, nint[] lengths)
    {
        using var compute = new Compute(threads);
        using var tape = new Tape(compute);
        Var<double> a = tape.Constant(MatrixSamples.Positive<double>(compute, 1, lengths));
        (Var<double> q, Var<double> r) = Ops.Qr(a);
        (Var<double> u, Var<double> s, Var<double> vh) = Ops.Svd(a);
        (Var<double> w, Var<double> v) = Ops.EigenSymmetric(a);
        Var<double>[] results = [Ops.Cholesky(a), Ops.Inverse(a), Ops.Solve(a, q, MatrixForm.Transposed), Ops.TriangularSolve(a, q), q, r, u, s, vh, w, v];
        return [.. results.SelectMany(result => result.Value.AsReadOnlySpan().ToArray())];
    }
}
