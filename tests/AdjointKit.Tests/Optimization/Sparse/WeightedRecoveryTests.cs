using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The methods for |y - A x|^2 / 2 + lambda |x|_1 end at its minimum, and the duality gap says how far they are.</summary>
public sealed class WeightedRecoveryTests : IDisposable
{
    private const double Weight = 0.1;

    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    public static TheoryData<SparseMethod> Methods() => [SparseMethod.Ista, SparseMethod.Fista, SparseMethod.Admm, SparseMethod.CoordinateDescent];

    [Theory]
    [MemberData(nameof(Methods))]
    public void All_end_at_the_minimum(SparseMethod method)
    {
        CheckMinimum<double>(method);
        CheckMinimum<Complex>(method);
    }

    /// <summary>Weights that grow without bound towards zeros: thousands of steps.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Reweighted_least_squares_end_at_the_minimum()
    {
        CheckMinimum<double>(SparseMethod.IterativelyReweightedLeastSquares);
        CheckMinimum<Complex>(SparseMethod.IterativelyReweightedLeastSquares);
    }

    [Theory]
    [InlineData(SparseMethod.IterativelyReweightedLeastSquares)]
    [InlineData(SparseMethod.CoordinateDescent)]
    public void The_duality_gap_is_above_what_the_objective_can_still_fall_by_and_the_objective_falls(SparseMethod method)
    {
        using SparseProblem<double> problem = Problem<double>();
        double least = Best(problem).History[^1].Objective;
        SolverResult<double> result = SparseRecovery.Solve(problem.A, problem.Data, method, new SparseOptions { Weight = Weight, Stopping = new StoppingRule { IterationLimit = 60 } });
        for (int k = 0; k < result.History.Count; k++)
        {
            SolverStep step = result.History[k];
            Assert.True(step.Objective - least <= step.Residual + 1e-12, $"step {k}: {step.Objective - least} is above the gap {step.Residual}");
            Assert.True(k == 0 || method != SparseMethod.CoordinateDescent || step.Objective <= result.History[k - 1].Objective + 1e-12, $"step {k} rises");
        }

        Assert.True(result.History[^1].Residual < 1e-3 * result.History[0].Residual);
    }

    [Theory]
    [InlineData(SparseMethod.Ista)]
    [InlineData(SparseMethod.Fista)]
    [InlineData(SparseMethod.Admm)]
    [InlineData(SparseMethod.CoordinateDescent)]
    [InlineData(SparseMethod.IterativelyReweightedLeastSquares)]
    public void Data_that_are_no_number_do_not_become_zeros(SparseMethod method)
    {
        using SparseProblem<double> problem = Problem<double>();
        problem.Data.AsWritableSpan()[1] = double.NaN;
        SolverResult<double> result = SparseRecovery.Solve(problem.A, problem.Data, method, new SparseOptions { Weight = Weight });
        Assert.Equal(StopReason.NotFinite, result.Reason);
    }

    [Fact]
    public void A_sweep_of_coordinate_descent_is_one_element_after_the_other()
    {
        const int Rows = 25;
        const int Columns = 70;
        using var problem = new SparseProblem<double>(compute, Rows, Columns, samples: 2, sparsity: 3, seed: 61, noise: 0.1);
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.CoordinateDescent, new SparseOptions { Weight = Weight, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 2 } }).Solution;
        for (int sample = 0; sample < 2; sample++)
        {
            double[] misfit = problem.Data.Select(0, sample).AsReadOnlySpan().ToArray();
            var x = new double[Columns];
            for (int turn = 0; turn < 2 * Columns; turn++)
            {
                int k = turn % Columns;
                double[] column = [.. Enumerable.Range(0, Rows).Select(row => problem.Matrix[row, k])];
                double squared = column.Sum(element => element * element);
                double point = x[k] + (column.Zip(misfit, (element, value) => element * value).Sum() / squared);
                double next = Math.Sign(point) * Math.Max(Math.Abs(point) - (Weight / squared), 0);
                for (int row = 0; row < Rows; row++) misfit[row] -= column[row] * (next - x[k]);
                x[k] = next;
            }

            for (int k = 0; k < Columns; k++) Assert.Equal(x[k], found[sample, k], 1e-13);
        }
    }

    [Fact]
    public void Reweighted_least_squares_take_up_an_element_that_the_first_step_leaves_at_zero()
    {
        // With columns of inner products 0.9, 0.08 and -0.08 the first step, least squares with the weight lambda / eps = 0.1, is (1, -1, 0): an eps that fell to 0 there would hold the third element for long.
        double corner = Math.Sqrt(0.19);
        double side = -0.152 / corner;
        double last = Math.Sqrt(1 - 0.0064 - (side * side));
        using NdArray<double> matrix = NdArray.From([1, 0.9, 0.08, 0, corner, side, 0, 0, last], new Shape(3, 3));
        double second = (-0.2 - (0.9 * 0.2)) / corner;
        using NdArray<double> data = NdArray.From(0.2, second, (0.16 - (0.08 * 0.2) - (side * second)) / last);
        var stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 1 };
        var a = new MatrixOperator<double>(compute, matrix);
        using NdArray<double> slope = a.ApplyAdjoint(data);
        using NdArray<double> image = a.Apply(slope);
        double eps = 0.2 * compute.Backend.Dot(slope, slope).Real / compute.Backend.Dot(image, image).Real;
        SparseOptions options = new() { Weight = 0.1 * eps, Stopping = stopping };
        Assert.InRange(Math.Abs(SparseRecovery.Solve(a, data, SparseMethod.IterativelyReweightedLeastSquares, options).Solution[2]), 0, 1e-14);
        SolverResult<double> result = SparseRecovery.Solve(a, data, SparseMethod.IterativelyReweightedLeastSquares, options with { Stopping = stopping with { IterationLimit = 60 } });
        Assert.True(result.Residual < 1e-11, $"the gap is {result.Residual}");
        Assert.True(Math.Abs(result.Solution[2]) > 0.03);
    }

    [Theory]
    [InlineData(1e-6, 1e-6)]
    [InlineData(1e6, 1e6)]
    [InlineData(1, 1e-12)]
    [InlineData(1, 1e-10)]
    [InlineData(1, 1e10)]
    public void Reweighted_least_squares_recover_data_of_any_size_in_single_precision(double ofMatrix, double ofData)
    {
        using SparseProblem<double> problem = Problem<double>();
        NdArray<double> best = Best(problem).Solution;
        using NdArray<float> matrix = NdArray.Fill(24, 50, (i, k) => (float)(ofMatrix * problem.Matrix[i, k]));
        using NdArray<float> data = NdArray.Fill(3, 24, (i, k) => (float)(ofData * problem.Data[i, k]));
        SolverResult<float> result = SparseRecovery.Solve(
            new MatrixOperator<float>(compute, matrix, 3),
            data,
            SparseMethod.IterativelyReweightedLeastSquares,
            new SparseOptions { Weight = ofMatrix * ofData * Weight, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 300 } });
        using NdArray<double> found = NdArray.Fill(3, 50, (i, k) => ofMatrix / ofData * result.Solution[i, k]);
        Assert.True(TestNumbers.Error(compute, found, best) < 1e-3, $"{TestNumbers.Error(compute, found, best)}");
    }

    private void CheckMinimum<T>(SparseMethod method)
        where T : unmanaged
    {
        using SparseProblem<T> problem = Problem<T>();
        var stopping = new StoppingRule { RelativeTolerance = method is SparseMethod.Ista or SparseMethod.Fista or SparseMethod.Admm ? 1e-12 : 1e-15, IterationLimit = 100_000 };
        SolverResult<T> result = SparseRecovery.Solve(problem.A, problem.Data, method, new SparseOptions { Weight = Weight, Stopping = stopping });
        Assert.Equal(StopReason.Converged, result.Reason);
        LassoOracle.AssertMinimum(problem, result.Solution, 1e-7, Weight);
        Assert.True(TestNumbers.Error(compute, result.Solution, Best(problem).Solution) < 1e-8, $"{TestNumbers.Error(compute, result.Solution, Best(problem).Solution)}");
    }

    private SolverResult<T> Best<T>(SparseProblem<T> problem)
        where T : unmanaged
    {
        SolverResult<T> best = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Fista, new SparseOptions { Weight = Weight, Stopping = new StoppingRule { RelativeTolerance = 1e-14, IterationLimit = 30_000 } });
        LassoOracle.AssertMinimum(problem, best.Solution, 1e-10, Weight);
        return best;
    }

    private SparseProblem<T> Problem<T>()
        where T : unmanaged => new(compute, 24, 50, samples: 3, sparsity: 4, seed: 71, noise: 0.05);
}
