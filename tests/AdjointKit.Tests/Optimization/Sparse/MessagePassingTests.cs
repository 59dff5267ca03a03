using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Message passing against what is known of it: its fixed points minimise the L1 problem, and on large random matrices its error follows a scalar recursion.</summary>
public sealed class MessagePassingTests : IDisposable
{
    private const double Factor = 1.5;

    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void A_fixed_point_of_amp_is_a_minimum_of_the_L1_problem()
    {
        CheckFixedPoint<double>();
        CheckFixedPoint<Complex>();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_error_of_amp_follows_state_evolution()
    {
        const int Rows = 2000;
        const int Columns = 4000;
        const double Noise = 0.1;
        using var problem = new SparseProblem<double>(compute, Rows, Columns, samples: 4, sparsity: 200, seed: 11, noise: Noise);
        double[][] signals = [.. Enumerable.Range(0, 4).Select(sample => problem.Signals.Select(0, sample).AsReadOnlySpan().ToArray())];
        double[] variances = [.. signals.Select(signal => (Noise * Noise) + (signal.Sum(x => x * x) / Rows))];
        double squared = signals.Sum(signal => signal.Sum(x => x * x));
        var options = new SparseOptions { ThresholdFactor = Factor, Truth = problem.Signals, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 15 } };
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Amp, options with { Callback = Compare }).Solution;

        void Compare(SolverStep step)
        {
            double expected = 0;
            for (int sample = 0; sample < signals.Length; sample++)
            {
                double error = SoftThresholdError(signals[sample], variances[sample]);
                expected += error * Columns / squared;
                variances[sample] = (Noise * Noise) + (error * Columns / Rows);
            }

            Assert.True(Math.Abs(step.Error - expected) < 0.05 * expected, $"step {step.Iteration}: {step.Error} and not {expected}");
        }
    }

    /// <summary>The mean over the signal of E (eta(x + tau z; alpha tau) - x)^2, z normal: the integrals are known.</summary>
    private static double SoftThresholdError(double[] signal, double variance)
    {
        double tau = Math.Sqrt(variance);
        double sum = 0;
        int zeros = 0;
        foreach (double x in signal)
        {
            if (x == 0) zeros++;
            else sum += Error(x / tau);
        }

        return variance * (sum + (zeros * Error(0))) / signal.Length;

        static double Error(double x)
        {
            double above = Upper(Factor - x);
            double below = Upper(Factor + x);
            return (x * x * (1 - above - below))
                + ((1 + (Factor * Factor)) * (above + below))
                - ((Factor + x) * Density(Factor - x)) - ((Factor - x) * Density(Factor + x));
        }

        static double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);

        static double Upper(double t)
        {
            // By Simpson's rule: the tests have no error function.
            const int Pieces = 2000;
            double width = (10 - t) / Pieces;
            double sum = 0;
            for (int k = 0; k < Pieces; k++) sum += Density(t + (k * width)) + (4 * Density(t + ((k + 0.5) * width))) + Density(t + ((k + 1) * width));
            return width * sum / 6;
        }
    }

    private void CheckFixedPoint<T>()
        where T : unmanaged
    {
        using var problem = new SparseProblem<T>(compute, 150, 300, samples: 2, sparsity: 15, seed: 6, noise: 0.05);
        SolverResult<T> result = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Amp, new SparseOptions { ThresholdFactor = Factor, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        LassoOracle.AssertMinimum(problem, result.Solution, 1e-9);
    }
}
