using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Methods that look for supports: exact recovery where theory promises it, and the best of all supports where these can be counted.</summary>
public sealed class GreedyRecoveryTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void Matching_pursuit_recovers_what_the_coherence_promises_in_as_many_steps_as_there_are_nonzeros()
    {
        // Spikes and waves: inner products of 1 / 8, so that up to 4 nonzeros, below (1 + 8) / 2, are found.
        using NdArray<Complex> matrix = SpikesAndWaves(64);
        for (int sparsity = 1; sparsity <= 4; sparsity++)
        {
            using NdArray<Complex> truth = Signals(16, 128, sparsity, seed: (ulong)sparsity);
            var a = new MatrixOperator<Complex>(compute, matrix, 16);
            using NdArray<Complex> data = a.Apply(truth);
            SolverResult<Complex> result = SparseRecovery.Solve(a, data, SparseMethod.OrthogonalMatchingPursuit, new SparseOptions { Sparsity = 10 });
            Assert.Equal((StopReason.Converged, sparsity), (result.Reason, result.Iterations));
            Assert.True(TestNumbers.Error(compute, result.Solution, truth) < 1e-13);
        }
    }

    [Fact]
    public void A_pursuit_that_ended_is_at_its_end_when_it_is_restored()
    {
        using var problem = new SparseProblem<double>(compute, 30, 60, samples: 4, sparsity: 5, seed: 9, noise: 0.02);
        var options = new SparseOptions { Sparsity = 3 };
        using RecoverySolver<double, double> first = SparseRecovery.Solver(problem.A, SparseMethod.OrthogonalMatchingPursuit, options);
        first.Start(problem.Data);
        Assert.Equal(StopReason.Converged, first.Run());
        Assert.True(first.Residual > first.Target);
        using RecoverySolver<double, double> second = SparseRecovery.Solver(problem.A, SparseMethod.OrthogonalMatchingPursuit, options);
        second.Start(problem.Data);
        second.Restore(first.Save());
        Assert.Equal((StopReason.Converged, 3), (second.Run(), second.Iterations));
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
    }

    [Theory]
    [InlineData(SparseMethod.CoSaMp, 1024)]
    [InlineData(SparseMethod.IterativeHardThresholding, 256)]
    [InlineData(SparseMethod.NormalizedIterativeHardThresholding, 256)]
    public void One_nonzero_is_recovered_where_the_isometry_constants_promise_it(SparseMethod method, int size)
    {
        // With inner products of at most mu, s columns keep lengths to within (s - 1) mu: 3 / 32 of 4 columns is below a tenth, 2 / 16 of 3 below 1 / sqrt(32).
        using NdArray<Complex> matrix = SpikesAndWaves(size);
        using NdArray<Complex> truth = Signals(3, 2 * size, 1, seed: 7);
        var a = new MatrixOperator<Complex>(compute, matrix, 3);
        using NdArray<Complex> data = a.Apply(truth);
        SolverResult<Complex> result = SparseRecovery.Solve(a, data, method, new SparseOptions { Sparsity = 1 });
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.True(TestNumbers.Error(compute, result.Solution, truth) < 1e-9);
    }

    [Theory]
    [InlineData(SparseMethod.OrthogonalMatchingPursuit)]
    [InlineData(SparseMethod.CoSaMp)]
    [InlineData(SparseMethod.NormalizedIterativeHardThresholding)]
    public void Signals_far_below_the_limit_of_a_random_matrix_are_recovered(SparseMethod method)
    {
        CheckRandom<double>(method);
        CheckRandom<Complex>(method);
    }

    [Theory]
    [InlineData(SparseMethod.OrthogonalMatchingPursuit, true)]
    [InlineData(SparseMethod.CoSaMp, false)]
    [InlineData(SparseMethod.IterativeHardThresholding, true)]
    [InlineData(SparseMethod.NormalizedIterativeHardThresholding, true)]
    public void The_best_of_all_supports_is_found_and_fitted(SparseMethod method, bool fits)
    {
        const int Columns = 16;
        using var problem = new SparseProblem<double>(compute, 30, Columns, samples: 6, sparsity: 2, seed: 31, noise: 0.02);
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, method, new SparseOptions { Sparsity = 2, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } }).Solution;
        for (int sample = 0; sample < 6; sample++)
        {
            double[] best = BestPair(problem.Matrix, problem.Data.Select(0, sample));

            // What CoSaMP gives is cut from a fit on a larger support.
            for (int k = 0; k < Columns; k++) Assert.True(fits ? Math.Abs(best[k] - found[sample, k]) < 1e-9 : best[k] == 0 == (found[sample, k] == 0), $"sample {sample}, element {k}: {found[sample, k]} and not {best[k]}");
        }
    }

    [Theory]
    [InlineData(SparseMethod.IterativeHardThresholding, 1)]
    [InlineData(SparseMethod.NormalizedIterativeHardThresholding, 30)]
    public void Hard_thresholding_comes_closer_to_the_data_in_each_step(SparseMethod method, double scale)
    {
        using var problem = new SparseProblem<double>(compute, 40, 100, samples: 5, sparsity: 12, seed: 41, noise: 0.05);
        using NdArray<double> matrix = compute.Empty<double>(problem.Matrix.Shape);
        compute.Backend.Affine(scale, problem.Matrix, 0, matrix);
        SolverResult<double> result = SparseRecovery.Solve(new MatrixOperator<double>(compute, matrix, 5), problem.Data, method, new SparseOptions { Sparsity = 12, Stopping = new StoppingRule { IterationLimit = 60 } });
        for (int k = 1; k < result.History.Count; k++) Assert.True(result.History[k].Objective <= result.History[k - 1].Objective * (1 + 1e-12), $"step {k}: {result.History[k].Objective} after {result.History[k - 1].Objective}");
        Assert.True(result.History[^1].Objective < 0.2 * result.History[0].Objective);
    }

    [Fact]
    public void CoSaMP_looks_at_twice_as_many_columns_as_it_keeps()
    {
        // A long column has the larger inner product with data that are a short one: the first pick is wrong, the second right, and the fit on both tells.
        using NdArray<double> matrix = NdArray.From([1.0, 1.8, 0, 0, 2.4, 0, 0, 0, 1], new Shape(3, 3));
        using NdArray<double> data = NdArray.From(1.0, 0, 0);
        SolverResult<double> result = SparseRecovery.Solve(new MatrixOperator<double>(compute, matrix), data, SparseMethod.CoSaMp, new SparseOptions { Sparsity = 1, Stopping = new StoppingRule { IterationLimit = 1 } });
        Assert.Equal(1, result.Solution[0], 1e-14);
        Assert.Equal(0, result.Solution[1]);
    }

    [Theory]
    [InlineData(SparseMethod.OrthogonalMatchingPursuit)]
    [InlineData(SparseMethod.CoSaMp)]
    public void A_sample_that_is_done_stays_as_it_is_while_others_go_on(SparseMethod method)
    {
        using var problem = new SparseProblem<double>(compute, 40, 60, samples: 3, sparsity: 6, seed: 55, noise: 0.02);
        compute.Backend.Fill(problem.Signals.Select(0, 1), 0);
        compute.Backend.Fill(problem.Signals.Select(0, 1).Slice(0, 7, 1, 1), 1.3);
        using NdArray<double> exact = problem.A.Apply(problem.Signals);
        compute.Backend.Copy(exact.Select(0, 1), problem.Data.Select(0, 1));
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(problem.A, method, new SparseOptions { Sparsity = 6, Stopping = new StoppingRule { RelativeTolerance = 0 } });
        solver.Start(problem.Data);
        solver.Step();
        double[] done = solver.Solution.Select(0, 1).AsReadOnlySpan().ToArray();
        Assert.Equal(1.3, done[7], 1e-14);
        double[] other = solver.Solution.Select(0, 0).AsReadOnlySpan().ToArray();
        for (int k = 0; k < 5; k++) solver.Step();
        Assert.Equal(done, solver.Solution.Select(0, 1).AsReadOnlySpan().ToArray());
        Assert.NotEqual(other, solver.Solution.Select(0, 0).AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(SparseMethod.OrthogonalMatchingPursuit, 3)]
    [InlineData(SparseMethod.CoSaMp, 4)]
    public void Columns_without_elements_are_left_out_of_a_fit(SparseMethod method, int sparsity)
    {
        using NdArray<double> matrix = NdArray.Fill(12, 20, (i, k) => i == k && k < 8 ? 1.0 : 0);
        using NdArray<double> data = NdArray.From([2.0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]);
        using NdArray<double> found = SparseRecovery.Solve(new MatrixOperator<double>(compute, matrix), data, method, new SparseOptions { Sparsity = sparsity }).Solution;
        Assert.Equal([2.0, -1, .. new double[18]], found.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(SparseMethod.OrthogonalMatchingPursuit)]
    [InlineData(SparseMethod.CoSaMp)]
    public void A_column_that_is_there_twice_is_fitted_once_and_the_other_samples_are_recovered_as_ever(SparseMethod method)
    {
        CheckTwins<float>(method, 1e-4);
        CheckTwins<double>(method, 1e-11);
        CheckTwins<ComplexF>(method, 1e-4);
        CheckTwins<Complex>(method, 1e-11);
    }

    [Fact]
    public void Columns_of_any_size_are_fitted()
    {
        using var problem = new SparseProblem<double>(compute, 60, 100, samples: 3, sparsity: 4, seed: 52);
        using NdArray<double> matrix = NdArray.Fill(60, 100, (i, k) => problem.Matrix[i, k] * Math.ScaleB(1, -60));
        SolverResult<double> result = SparseRecovery.Solve(new MatrixOperator<double>(compute, matrix, 3), problem.Data, SparseMethod.CoSaMp, new SparseOptions { Sparsity = 4 });
        compute.Backend.Affine(Math.ScaleB(1, -60), result.Solution, 0, result.Solution);
        Assert.True(TestNumbers.Error(compute, result.Solution, problem.Signals) < 1e-11);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        using var problem = new SparseProblem<double>(compute, 12, 20, samples: 2, sparsity: 2, seed: 1);
        MatrixOperator<double> a = problem.A;
        Assert.Contains("at most 4, as it fits three times as many", Message(() => SparseRecovery.Solver(a, SparseMethod.CoSaMp, new SparseOptions { Sparsity = 5 })), StringComparison.Ordinal);
        Assert.Contains("takes at most 12", Message(() => SparseRecovery.Solver(a, SparseMethod.OrthogonalMatchingPursuit, new SparseOptions { Sparsity = 13 })), StringComparison.Ordinal);
        Assert.Contains("needs SparseOptions.Sparsity", Message(() => SparseRecovery.Solver(a, SparseMethod.OrthogonalMatchingPursuit)), StringComparison.Ordinal);
        Assert.Contains("needs SparseOptions.Weight", Message(() => SparseRecovery.Solver(a, SparseMethod.CoordinateDescent)), StringComparison.Ordinal);
        Assert.Contains("uses no Weight", Message(() => SparseRecovery.Solver(a, SparseMethod.Amp, new SparseOptions { Weight = 1 })), StringComparison.Ordinal);
        Assert.Contains("uses no ThresholdFactor", Message(() => SparseRecovery.Solver(a, SparseMethod.Amp, new SparseOptions { ThresholdFactor = 1, Denoiser = new BernoulliGaussian(0.1, 1) })), StringComparison.Ordinal);
        Assert.Contains("it must be above 0", Message(() => SparseRecovery.Solver(a, SparseMethod.Ista, new SparseOptions { Weight = -1 })), StringComparison.Ordinal);
        Assert.Contains("needs the elements of a matrix", Message(() => SparseRecovery.Solver(2 * a, SparseMethod.CoordinateDescent, new SparseOptions { Weight = 1 })), StringComparison.Ordinal);
        Assert.Contains("so the limit is", Message(() => SparseRecovery.Solver(a, SparseMethod.IterativeHardThresholding, new SparseOptions { Sparsity = 2, StepLength = 3 })), StringComparison.Ordinal);
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, SparseMethod.OrthogonalMatchingPursuit, new SparseOptions { Sparsity = 2 });
        Assert.Contains("starts from zeros", Message(() => solver.Start(problem.Data, problem.Signals)), StringComparison.Ordinal);
        Assert.Contains("whose range is (2, 12)", Message(() => solver.Start(problem.Signals)), StringComparison.Ordinal);
    }

    private static string Message(Action call) => Assert.ThrowsAny<ArgumentException>(call).Message;

    /// <summary>Of all pairs of columns the one that fits best, by their two normal equations.</summary>
    private static double[] BestPair(NdArray<double> matrix, NdArray<double> y)
    {
        int columns = (int)matrix.Shape[1];
        double least = double.PositiveInfinity;
        var best = new double[columns];
        for (int i = 0; i < columns; i++)
        {
            for (int k = i + 1; k < columns; k++)
            {
                (double ii, double kk, double ik, double iy, double ky) = (0, 0, 0, 0, 0);
                for (int row = 0; row < matrix.Shape[0]; row++)
                {
                    (double ai, double ak, double value) = (matrix[row, i], matrix[row, k], y[row]);
                    ii += ai * ai;
                    kk += ak * ak;
                    ik += ai * ak;
                    iy += ai * value;
                    ky += ak * value;
                }

                double determinant = (ii * kk) - (ik * ik);
                double first = ((kk * iy) - (ik * ky)) / determinant;
                double second = ((ii * ky) - (ik * iy)) / determinant;
                double misfit = -(first * iy) - (second * ky);
                if (misfit >= least) continue;
                least = misfit;
                Array.Clear(best);
                (best[i], best[k]) = (first, second);
            }
        }

        return best;
    }

    private void CheckRandom<T>(SparseMethod method)
        where T : unmanaged
    {
        using var problem = new SparseProblem<T>(compute, 100, 160, samples: 4, sparsity: 6, seed: 51);
        SolverResult<T> result = SparseRecovery.Solve(problem.A, problem.Data, method, new SparseOptions { Sparsity = 6, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.True(TestNumbers.Error(compute, result.Solution, problem.Signals) < 1e-11, $"{TestNumbers.Error(compute, result.Solution, problem.Signals)}");
    }

    /// <summary>Column 1 is column 0 again, and the first sample has both.</summary>
    private void CheckTwins<T>(SparseMethod method, double tolerance)
        where T : unmanaged
    {
        const int Samples = 8;
        using var problem = new SparseProblem<T>(compute, 80, 120, Samples, sparsity: 5, seed: 53);
        using NdArray<T> twin = problem.Matrix.Slice(1, 0, 1, 1).Copy();
        compute.Backend.Copy(twin, problem.Matrix.Slice(1, 1, 1, 1));
        for (int sample = 0; sample < Samples; sample++) compute.Backend.Fill(problem.Signals.Select(0, sample).Slice(0, 0, 2, 1), sample == 0 ? 0.75 : 0);
        using NdArray<T> data = problem.A.Apply(problem.Signals);
        using NdArray<T> found = SparseRecovery.Solve(problem.A, data, method, new SparseOptions { Sparsity = 7, Stopping = new StoppingRule { IterationLimit = 20 } }).Solution;

        // Of the first sample, only the sum of the twins is known.
        NdArray<T> first = found.Select(0, 0);
        using NdArray<T> second = first.Slice(0, 1, 1, 1).Copy();
        compute.Backend.AddScaled(1, second, first.Slice(0, 0, 1, 1));
        compute.Backend.Fill(first.Slice(0, 1, 1, 1), 0);
        compute.Backend.Fill(problem.Signals.Select(0, 0).Slice(0, 0, 1, 1), 1.5);
        compute.Backend.Fill(problem.Signals.Select(0, 0).Slice(0, 1, 1, 1), 0);
        Assert.True(TestNumbers.Error(compute, found, problem.Signals) < tolerance, $"{method} of {typeof(T).Name}: {TestNumbers.Error(compute, found, problem.Signals)}");
    }

    /// <summary>The identity beside the unitary Fourier matrix.</summary>
    private NdArray<Complex> SpikesAndWaves(int size) => compute.ToDevice(NdArray.Fill(size, 2 * size, (i, k) =>
        k < size ? (i == k ? Complex.One : Complex.Zero) : Complex.FromPolarCoordinates(1 / Math.Sqrt(size), -2 * Math.PI * (i * (long)(k - size) % size) / size)));

    private NdArray<Complex> Signals(int samples, int columns, int sparsity, ulong seed)
    {
        using var problem = new SparseProblem<Complex>(compute, 1, columns, samples, sparsity, seed);
        return compute.ToDevice(problem.Signals);
    }
}
