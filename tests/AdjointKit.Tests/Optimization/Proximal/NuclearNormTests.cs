using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The derivative of the threshold of singular values, where they are equal, zero, or apart.</summary>
public sealed class NuclearNormTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(4, 3)]
    [InlineData(3, 4)]
    [InlineData(3, 3)]
    public void Matrices_of_low_rank_and_with_equal_singular_values_have_the_right_gradient(int rows, int columns)
    {
        Has<double>(rows, columns, [2, 0, 0]);
        Has<double>(rows, columns, [2, 2, 0]);
        Has<double>(rows, columns, [2, 2, 2]);
        Has<double>(rows, columns, [2, 0.4, 0.4]);
        Has<Complex>(rows, columns, [2, 0, 0]);
        Has<Complex>(rows, columns, [2, 2, 0.4]);
    }

    [Fact]
    public void Second_derivatives_are_right_where_the_values_differ()
    {
        foreach ((int rows, int columns) in new[] { (4, 3), (3, 4) })
        {
            var f = new NuclearNorm<double>(compute, 0.7);
            using NdArray<double> x = With<double>(rows, columns, [2, 1.3, 0.4]);
            using NdArray<double> direction = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(rows * columns, 3)).Reshape(rows, columns);
            Var Loss(Var<double> v) => Ops.Sum(Ops.Sin(f.Prox(v, 1)));
            foreach (HvpMode mode in Enum.GetValues<HvpMode>())
            {
                double Slope(NdArray<double> at)
                {
                    using NdArray<double> gradient = Gradient.Of<double>(Loss, at, compute).Gradient;
                    return compute.Backend.Dot(direction, gradient).Real;
                }

                using NdArray<double> product = Hvp.Of(Loss, x, direction, compute, mode).Product;
                CheckResult second = GradCheck.Run($"{mode}", Slope, x, product, compute: compute);
                Assert.True(second.Passed, $"{second}");
            }
        }
    }

    private void Has<T>(int rows, int columns, double[] values)
        where T : unmanaged
    {
        var f = new NuclearNorm<T>(compute, 0.7);
        using NdArray<T> x = With<T>(rows, columns, values);
        CheckResult result = GradCheck.Run($"singular values {string.Join(' ', values)}", v => f.Prox(v, 1), x, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 }, compute);
        Assert.True(result.Passed, $"{rows} x {columns}: {result}");
    }

    /// <summary>A matrix with given singular values and random singular vectors.</summary>
    private NdArray<T> With<T>(int rows, int columns, double[] values)
        where T : unmanaged
    {
        using NdArray<T> random = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(rows * columns, 2)).Reshape(rows, columns);
        using var tape = new Tape(compute);
        (Var u, Var s, Var vh) = UntypedOps.Svd(tape.Constant(random));
        using NdArray<double> given = NdArray.From(values);
        return UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.Multiply(u, UntypedOps.AsRow(tape.Constant(given))), MatrixForm.Plain, vh).As<T>().Value.Copy();
    }
}
