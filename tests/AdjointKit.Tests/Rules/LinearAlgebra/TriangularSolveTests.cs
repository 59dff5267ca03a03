using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class TriangularSolveTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    public static TheoryData<MatrixTriangle, MatrixForm> Kinds
    {
        get
        {
            var kinds = new TheoryData<MatrixTriangle, MatrixForm>();
            foreach (MatrixForm form in Enum.GetValues<MatrixForm>())
            {
                for (int triangle = 0; triangle < 4; triangle++) kinds.Add((MatrixTriangle)triangle, form);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_triangle_times_the_solution_is_the_right_hand_side(MatrixTriangle triangle, MatrixForm form)
    {
        foreach ((nint[] a, nint[] b) in ((nint[], nint[])[])[([1, 1], [1, 3]), ([7, 7], [7, 1]), ([120, 120], [120, 5]), ([3, 4, 4], [2, 1, 4, 2]), ([0, 0], [0, 2])])
        {
            Solves<float>(a, b, triangle, form);
            Solves<double>(a, b, triangle, form);
            Solves<ComplexF>(a, b, triangle, form);
            Solves<Complex>(a, b, triangle, form);
        }
    }

    [Fact]
    public void What_is_outside_the_triangle_is_not_looked_at()
    {
        NdArray<double> a = NdArray.From(new[,] { { 2, double.NaN }, { 1, 4 } });
        Assert.Equal([1, 2], Solve(a, NdArray.From([2.0, 9.0]), MatrixTriangle.Lower).AsReadOnlySpan().ToArray());
        NdArray<double> unit = NdArray.From(new[,] { { double.NaN, 3 }, { double.NaN, 0 } });
        Assert.Equal([-3, 2], Solve(unit, NdArray.From([3.0, 2.0]), MatrixTriangle.Upper | MatrixTriangle.UnitDiagonal).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_zero_on_the_diagonal_is_named()
    {
        NdArray<double> a = MatrixSamples.Positive<double>(compute, 1, 2, 3, 3);
        a[1, 2, 2] = 0;
        Assert.Contains("matrix [1] of the batch (2,) is singular: pivot 2", Assert.Throws<ArithmeticException>(() => Solve(a, compute.Zeros<double>(3, 1), MatrixTriangle.Lower)).Message, StringComparison.Ordinal);
        Solve(a, compute.Zeros<double>(3, 1), MatrixTriangle.UnitDiagonal);
    }

    public void Dispose() => compute.Dispose();

    private void Solves<T>(nint[] lengthsA, nint[] lengthsB, MatrixTriangle triangle, MatrixForm form)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> a = MatrixSamples.Normal<T>(1, lengthsA);
        NdArray<T> b = MatrixSamples.Normal<T>(2, lengthsB);
        nint n = lengthsA[^1];

        // Solutions of random triangles grow without bound: the elements beside the diagonal are small here.
        if (n > 0) compute.Backend.Affine(1.0 / n, a, 0, a);
        MatrixSamples.AddToDiagonal(compute, a, T.CreateChecked(2));
        NdArray<T> x = Solve(a, b, triangle, form);
        bool upper = triangle.HasFlag(MatrixTriangle.Upper);
        NdArray<T> cut = compute.Empty<T>(a.Shape);
        if (triangle.HasFlag(MatrixTriangle.UnitDiagonal))
        {
            compute.Backend.Triangle(upper ? MatrixTriangle.Upper : MatrixTriangle.Lower, upper ? 1 : -1, a, cut);
            MatrixSamples.AddToDiagonal(compute, cut, T.One);
        }
        else
        {
            compute.Backend.Triangle(triangle, 0, a, cut);
        }

        NdArray<T> back = MatrixSamples.Product(compute, form, cut, MatrixForm.Plain, x);
        NdArray<T> all = compute.Empty<T>(back.Shape);
        compute.Backend.Copy(b, all);
        MatrixSamples.AssertNear(compute, all, back, 20 * MatrixSamples.Rounding<T>());
    }

    private NdArray<T> Solve<T>(NdArray<T> a, NdArray<T> b, MatrixTriangle triangle, MatrixForm form = MatrixForm.Plain)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        return Ops.TriangularSolve(tape.Constant(a), tape.Constant(b), triangle, form).Value.Copy();
    }
}
